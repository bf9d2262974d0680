package io.forebay.cli.engine;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.spi.Phase;
import java.util.Locale;

/**
 * Why a call came to no complete response. Immutable.
 *
 * @param kind what went wrong, such as {@code backend_timeout}
 * @param status the HTTP status that a gateway would answer with
 * @param phase how far the call came, such as {@code connect}
 * @param message the story, for people
 * @param processed whether the origin may have acted on the request: {@code no} or {@code maybe}
 */
public record CallFailure(String kind, int status, String phase, String message, String processed) {
  private static final String TOO_LARGE = "backend_response_too_large";

  /** What an exchange failed of. */
  public static CallFailure of(BackendException failure) {
    return new CallFailure(
        failure.kind().text(),
        failure.suggestedStatus(),
        failure.phase().text(),
        String.valueOf(failure.getMessage()),
        failure.requestProcessed().name().toLowerCase(Locale.ROOT));
  }

  /** The request cannot be sent as it is; nothing was. */
  static CallFailure refused(String problem) {
    ErrorKind kind = ErrorKind.CONFIGURATION;
    return new CallFailure(kind.text(), kind.status(), Phase.OBSERVE.text(), problem, "no");
  }

  /** A mistake of ours, so that nobody knows how far the call came. */
  static CallFailure unexpected(String problem) {
    ErrorKind kind = ErrorKind.BACKEND;
    return new CallFailure(kind.text(), kind.status(), Phase.OBSERVE.text(), problem, "maybe");
  }

  /** The response's body does not fit into a result. */
  static CallFailure tooLarge(String label, long limit) {
    String problem =
        "backend '" + label + "': the response's body is larger than " + (limit >> 20) + " MiB";
    return new CallFailure(
        TOO_LARGE, ErrorKind.BACKEND.status(), Phase.BODY.text(), problem, "maybe");
  }

  /** Whether the caller is to blame: nothing was sent, and nothing but another request helps. */
  public boolean callersFault() {
    return kind.equals(ErrorKind.CONFIGURATION.text());
  }
}
