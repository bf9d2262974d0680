package io.forebay.internal;

import io.forebay.spec.Refinement;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Request;

/** Whoever makes calls of requests: a view, or a handle that finds the view for each. */
interface Caller {

  /** The backend's label. */
  String label();

  /** The URLs of its requests. */
  Paths paths();

  /**
   * Makes a call.
   *
   * @param refinement the manners of this call alone
   * @param request built once it is certain that the call can be made
   * @param bound the variables that the request binds
   * @throws io.forebay.spec.UnboundVariableException if it binds too few
   */
  Call call(Refinement refinement, Supplier<Request> request, Map<String, String> bound);
}
