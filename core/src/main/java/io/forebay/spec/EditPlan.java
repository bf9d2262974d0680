package io.forebay.spec;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All edits of an exchange, by what they change. Immutable.
 *
 * @param requestHeaders changes to the request's headers
 * @param queryParams changes to the request's query
 * @param formParams changes to the request's body where it is a form
 * @param responseHeaders changes to the response's headers
 */
public record EditPlan(
    Edits requestHeaders, Edits queryParams, Edits formParams, Edits responseHeaders) {

  /** No change. */
  public static final EditPlan NONE = new EditPlan(Edits.NONE, Edits.NONE, Edits.NONE, Edits.NONE);

  /** The variables that a call has to bind. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>(requestHeaders.variables());
    names.addAll(queryParams.variables());
    names.addAll(formParams.variables());
    names.addAll(responseHeaders.variables());
    return names;
  }

  /** The same with other request header edits. */
  public EditPlan withRequestHeaders(Edits edits) {
    return new EditPlan(edits, queryParams, formParams, responseHeaders);
  }

  /** The same with other query edits. */
  public EditPlan withQueryParams(Edits edits) {
    return new EditPlan(requestHeaders, edits, formParams, responseHeaders);
  }

  /** The same with other form edits. */
  public EditPlan withFormParams(Edits edits) {
    return new EditPlan(requestHeaders, queryParams, edits, responseHeaders);
  }

  /** The same with other response header edits. */
  public EditPlan withResponseHeaders(Edits edits) {
    return new EditPlan(requestHeaders, queryParams, formParams, edits);
  }
}
