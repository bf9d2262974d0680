package io.forebay.internal.tls;

import io.forebay.spec.TlsSpec;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS in force, its state swapped as a whole. */
final class SecureTls extends OriginTls {
  private static final Logger log = LoggerFactory.getLogger(SecureTls.class);

  private final String label;
  private final TlsSpec spec;
  private final List<Source> sources;
  private final PeerNames names;
  private final Offer offer;
  private final TlsSockets sockets;
  private final X509ExtendedTrustManager trust;
  private final HostnameVerifier verifier;
  private final ReentrantLock lock = new ReentrantLock();

  // Written under lock.
  private volatile TlsState state;

  /** What was last found wrong, and in which content. Guarded by lock. */
  private @Nullable Refusal refused;

  private SecureTls(
      String label, TlsSpec spec, PeerNames names, Offer offer, TlsState first, boolean guarded) {
    this.label = label;
    this.spec = spec;
    this.names = names;
    this.offer = offer;
    sources = Source.all(spec);
    state = first;
    sockets = new TlsSockets(() -> state, names, offer.suites(), guarded);
    trust = new CurrentTrust();
    verifier = (host, session) -> !spec.trust().validate() || names.match(host, session);
  }

  static SecureTls open(String label, TlsSpec spec, boolean guarded) {
    PeerNames names = PeerNames.of(spec);
    Offer offer = Offer.of(spec);
    for (String word : offer.unknown()) {
      log.warn("{}: tls.ciphers: '{}' is unknown to this JVM and was dropped", label, word);
    }
    TlsState first = TlsState.of(spec, names, Contents.read(Source.all(spec)), 1);
    warnOfExpired(label, first);
    return new SecureTls(label, spec, names, offer, first, guarded);
  }

  static Optional<String> problemOf(TlsSpec spec) {
    try {
      PeerNames names = PeerNames.of(spec);
      Offer unusedOffer = Offer.of(spec);
      TlsState unused = TlsState.of(spec, names, Contents.read(Source.all(spec)), 1);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void warnOfExpired(String label, TlsState state) {
    Instant now = Instant.now();
    for (CertificateExpiry expiry : state.expiries()) {
      if (expiry.notAfter().isBefore(now)) {
        log.warn(
            "{}: {} certificate '{}' has expired on {}",
            label,
            expiry.role() == CertificateExpiry.Role.CA ? "CA" : "client",
            expiry.subject(),
            expiry.notAfter().truncatedTo(ChronoUnit.SECONDS));
      }
    }
  }

  @Override
  public void applyTo(OkHttpClient.Builder client) {
    client
        .sslSocketFactory(sockets, trust)
        .hostnameVerifier(verifier)
        .connectionSpecs(List.of(offer.connectionSpec()));
  }

  @Override
  public boolean reloadIfChanged() {
    if (files().isEmpty()) {
      return false;
    }
    TlsState old = state;
    String digest = "";
    try {
      Contents contents = Contents.read(sources);
      digest = contents.digest();
      if (!digest.equals(old.digest())) {
        return swap(old, TlsState.of(spec, names, contents, old.generation() + 1));
      }
      firstSeen(null);
    } catch (IllegalArgumentException e) {
      if (firstSeen(new Refusal(digest, String.valueOf(e.getMessage())))) {
        log.warn("{}: TLS files changed, but what was in force stays: {}", label, e.getMessage());
      }
    }
    return false;
  }

  /** Whether it is not what was wrong the last time. */
  private boolean firstSeen(@Nullable Refusal problem) {
    lock.lock();
    try {
      boolean first = !Objects.equals(problem, refused);
      refused = problem;
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  Optional<Refusal> refusal() {
    lock.lock();
    try {
      return Optional.ofNullable(refused);
    } finally {
      lock.unlock();
    }
  }

  private boolean swap(TlsState old, TlsState next) {
    lock.lock();
    try {
      if (generation() != old.generation()) {
        return false; // Somebody else was faster, and read the same files.
      }
      state = next;
      refused = null;
    } finally {
      lock.unlock();
    }
    log.info("{}: TLS files changed and are in force (generation {})", label, next.generation());
    warnOfExpired(label, next);
    return true;
  }

  @Override
  public long generation() {
    return state.generation();
  }

  @Override
  public boolean current(Socket socket) {
    return sockets.current(socket);
  }

  @Override
  public boolean watched() {
    return spec.reload() && !files().isEmpty();
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    sources.forEach(source -> source.file().ifPresent(files::add));
    return files.stream().distinct().toList();
  }

  @Override
  public List<CertificateExpiry> expiries() {
    return state.expiries();
  }

  @Override
  public Optional<String> identity() {
    return state.keys().identity().map(Identity::toString);
  }

  @Override
  Circumstances circumstances() {
    return new Circumstances(offer.text(), names.sent(), identity(), state.keys().asked());
  }

  /** The trust manager that clients hold. */
  private final class CurrentTrust extends DelegatingTrust {
    @Override
    X509ExtendedTrustManager delegate() {
      return state.trust();
    }
  }
}
