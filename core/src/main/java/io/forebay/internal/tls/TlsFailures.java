package io.forebay.internal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownServiceException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says in one line what went wrong in a handshake, whose certificate it was and what to look at.
 * The JDK's texts are about its state machine.
 */
public final class TlsFailures {
  private static final Pattern ALERT = Pattern.compile("[Rr]eceived fatal alert: (\\w+)");
  private static final Pattern SELECTED =
      Pattern.compile("selected protocol version (\\S+) is not accepted");

  /** A server sends these about the certificate of its client (RFC 8446, section 6.2). */
  private static final Set<String> ABOUT_OURS =
      Set.of(
          "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied",
          "decrypt_error");

  /** OkHttp does not export the class. */
  private static final String H2_SHUTDOWN = "ConnectionShutdownException";

  private TlsFailures() {}

  /**
   * What went wrong, for any failure while connecting: the first line of its own message where TLS
   * has nothing to say. Holds no secret.
   */
  public static String describe(Exception failure, OriginTls tls) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertificateRefusedException) {
        return firstLine(at);
      }
    }
    OriginTls.Circumstances known = tls.circumstances();
    Optional<String> alert = alert(failure);
    if (alert.isPresent()) {
      return ofAlert(alert.get(), known);
    }
    if (failure instanceof SSLException || failure instanceof UnknownServiceException) {
      return ofText(failure, known);
    }
    if (endsConnection(failure) && known.asked()) {
      return "the connection ended in the TLS handshake; " + answered(known);
    }
    return firstLine(failure);
  }

  /**
   * A hint for an exchange that broke off before any response, on a connection that had none
   * before: in TLS 1.3 a client hears only then that its certificate was refused (RFC 8446, section
   * 4.4.2.4 and appendix E.1.2). Whether the request was processed stays unknown.
   *
   * @return empty where no server has asked for a certificate, or the failure is of another kind
   */
  public static Optional<String> lateRefusal(Exception failure, OriginTls tls) {
    OriginTls.Circumstances known = tls.circumstances();
    Optional<String> alert = alert(failure);
    if (alert.isPresent()) {
      return Optional.of(ofAlert(alert.get(), known));
    }
    if (!known.asked() || !endsConnection(failure)) {
      return Optional.empty();
    }
    return Optional.of(answered(known) + ", and TLS 1.3 refuses it only after the handshake");
  }

  private static String answered(OriginTls.Circumstances known) {
    return known
        .identity()
        .map(
            ours -> "the server asked for a client certificate and may have refused '" + ours + "'")
        .orElse(
            "the server asked for a client certificate and there is none"
                + " (see tls.client_certificate)");
  }

  /** Also among what was suppressed: there it is when sending the request failed first. */
  private static Optional<String> alert(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Matcher matcher = ALERT.matcher(String.valueOf(at.getMessage()));
      if (at instanceof SSLException && matcher.find()) {
        return Optional.of(matcher.group(1));
      }
      for (Throwable beside : at.getSuppressed()) {
        Optional<String> found = alert(beside);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static String ofAlert(String alert, OriginTls.Circumstances known) {
    if (ABOUT_OURS.contains(alert)) {
      return refusedOurs(known) + " (alert " + alert + ")";
    }
    String what =
        switch (alert) {
          case "protocol_version" ->
              "the server speaks none of "
                  + known.offer()
                  + "; see tls.min_version, tls.max_version";
          case "handshake_failure", "insufficient_security" ->
              "the server has nothing in common with "
                  + known.offer()
                  + "; see tls.ciphers"
                  + (known.asked() ? "; or " + answered(known) : "");
          case "unrecognized_name" ->
              "the server does not know the name "
                  + known.sni().map(name -> "'" + name + "'").orElse("of the host")
                  + "; see tls.sni_hostname";
          case "no_application_protocol" -> "the server speaks none of our protocols; see http2";
          default -> "the server broke the handshake off";
        };
    return what + " (alert " + alert + ")";
  }

  private static String refusedOurs(OriginTls.Circumstances known) {
    return known
        .identity()
        .map(ours -> "the server refused our client certificate '" + ours + "'")
        .orElse(
            "the server wants a client certificate and there is none; see"
                + " tls.client_certificate");
  }

  private static String ofText(Exception failure, OriginTls.Circumstances known) {
    String text = firstLine(failure);
    Matcher selected = SELECTED.matcher(text);
    if (selected.find()) {
      return "the server chose " + selected.group(1) + " (expected: " + known.offer() + ")";
    }
    if (text.contains("Unsupported or unrecognized SSL message")) {
      return "the server does not speak TLS on this port (http instead of https?)";
    }
    if (text.startsWith("No appropriate protocol")
        || text.startsWith("Unable to find acceptable protocols")) {
      return "this JVM can offer nothing of "
          + known.offer()
          + "; see tls.min_version, tls.ciphers and jdk.tls.disabledAlgorithms";
    }
    if (endsConnection(failure)) {
      return "the connection ended in the TLS handshake"
          + (known.asked() ? "; " + answered(known) : "");
    }
    return text;
  }

  private static boolean endsConnection(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SocketTimeoutException) {
        return false;
      }
      if (at instanceof EOFException
          || at instanceof SocketException
          || at.getClass().getSimpleName().equals(H2_SHUTDOWN)
          || (at instanceof IOException && firstLine(at).startsWith("unexpected end of stream"))) {
        return true;
      }
    }
    return false;
  }

  /** The message up to its first line break, or the name of the class. */
  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse(message).strip();
  }
}
