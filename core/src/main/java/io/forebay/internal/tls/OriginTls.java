package io.forebay.internal.tls;

import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * The TLS of one origin: certificates, names, versions and suites, put into force on clients.
 *
 * <p>What a client is given stays the same object for good, because OkHttp would take another for
 * another pool; what is behind it is one immutable state, swapped when files change. So clients
 * that were handed out follow. Connections do not: one made with an earlier state is told by {@link
 * #current}, for the pool to retire.
 *
 * <p>Thread-safe; holds nothing that has to be closed.
 */
public abstract sealed class OriginTls permits SecureTls, Cleartext {

  /**
   * Reads what the spec names. For an http origin nothing is read; its clients may speak cleartext,
   * those of an https origin never.
   *
   * @param label the backend's, for logs
   * @param guarded whether the plaintext of connections is followed
   * @throws IllegalArgumentException if a material cannot be read or used, or nothing is left to
   *     offer; says under which key, what was wrong and what was expected, and never the content
   */
  public static OriginTls open(String label, Origin origin, TlsSpec spec, boolean guarded) {
    return origin.tls() ? SecureTls.open(label, spec, guarded) : new Cleartext();
  }

  /**
   * Why {@link #open} would refuse to secure an https origin so; empty: it would not. Reads the
   * same files and keeps nothing of them.
   */
  public static Optional<String> problem(TlsSpec spec) {
    return SecureTls.problemOf(spec);
  }

  /** Puts it in force on a client, and on every client derived from that. */
  public abstract void applyTo(OkHttpClient.Builder client);

  /**
   * Reads the files again and puts them in force if their content is another and can be used. If it
   * cannot, what was in force stays, and the log says why, once. Blocks on files.
   *
   * @return whether there is a new state: connections of the old one should go
   */
  public abstract boolean reloadIfChanged();

  /**
   * Why what the files hold now is not in force; empty: it is. As of the last {@link
   * #reloadIfChanged}.
   */
  abstract Optional<Refusal> refusal();

  /**
   * Why files are not in force. Immutable.
   *
   * @param digest of what they held; empty: they could not be read
   * @param problem under which key, what was wrong and what was expected, and never the content
   */
  record Refusal(String digest, String problem) {}

  /** Counts the states, from 1. */
  public abstract long generation();

  /**
   * Whether a connection's socket was made with the state of the moment. True for sockets without
   * TLS.
   */
  public abstract boolean current(Socket socket);

  /** Whether there are files and they are to be watched. */
  public abstract boolean watched();

  /** The files that it is made from. */
  public abstract List<Path> files();

  /** Until when the certificates of the spec are valid; the platform's are not among them. */
  public abstract List<CertificateExpiry> expiries();

  /** Whose certificate we show to a server that asks. */
  public abstract Optional<String> identity();

  /** What a failure is explained with. */
  abstract Circumstances circumstances();

  /**
   * What a failure is explained with.
   *
   * @param offer versions and suites, in text
   * @param sni the name that is sent; empty: the host
   * @param identity whose certificate we show
   * @param asked whether a server asked for it
   */
  record Circumstances(
      String offer, Optional<String> sni, Optional<String> identity, boolean asked) {}
}
