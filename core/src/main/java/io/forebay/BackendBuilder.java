package io.forebay;

import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Labels;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a backend's definition; see {@link Backend#builder}. Everything a file can say can be
 * said here. Mistakes are collected and thrown together by {@link #build} and {@link #spec};
 * setting an attribute twice is refused at the call. Not thread-safe.
 */
public final class BackendBuilder extends MannersBuilder<BackendBuilder> {
  private @Nullable Origin origin;
  private boolean originGiven;
  private @Nullable PoolSpec pool;
  private @Nullable String ca;
  private @Nullable Boolean noValidation;
  private @Nullable Boolean http2;
  private @Nullable HealthSpec health;
  private Environment environment = Environment.system();

  BackendBuilder(String label) {
    super(label);
    Labels.problem(label).ifPresent(this::found);
  }

  /**
   * Where to connect: an absolute http or https URL without path, query or user. Required. Known as
   * {@code origin} (Couper).
   */
  public BackendBuilder origin(String url) {
    once("origin", originGiven);
    originGiven = true;
    return check(() -> Origin.of(url), found -> origin = found);
  }

  /**
   * Most sockets in any state: dialling, active or idle. Default: 100. Zero: no bound. Exchanges
   * beyond it wait in line up to {@code permitTimeout}. Known as {@code max_connections} (Couper,
   * Fastly, VCL).
   */
  public BackendBuilder maxConnections(int most) {
    once("max_connections", pool != null);
    return check(() -> new PoolSpec(most), found -> pool = found);
  }

  /** Offers HTTP/2 over TLS. Default: false, HTTP/1.1 only. Known as {@code http2} (Couper). */
  public BackendBuilder http2(boolean offer) {
    once("http2", http2 != null);
    http2 = offer;
    return this;
  }

  /**
   * Trusts the certificates in this PEM text beside the platform's. Default: the platform's only.
   * Known as {@code server_ca_certificate} (Couper), {@code ssl_ca_cert} (Fastly).
   */
  public BackendBuilder tlsCa(String pem) {
    once("tls.ca", ca != null);
    ca = pem;
    return this;
  }

  /**
   * Accepts any certificate. Default: false. For tests: it is logged as a warning. Known as {@code
   * disable_certificate_validation} (Couper), {@code ssl_check_cert: never} (Fastly).
   */
  public BackendBuilder disableCertificateValidation(boolean disable) {
    once("disable_certificate_validation", noValidation != null);
    noValidation = disable;
    return this;
  }

  /** Checks the origin's health as configured. Default: no checks, always healthy. */
  public BackendBuilder health(Consumer<HealthSpec.Builder> check) {
    HealthSpec.Builder builder = new HealthSpec.Builder();
    check.accept(builder);
    once("health", health != null);
    return check(builder::build, this::takeHealth);
  }

  /** Checks the origin's health. Default: no checks, always healthy. */
  public BackendBuilder health(HealthSpec check) {
    once("health", health != null);
    takeHealth(check);
    return this;
  }

  private void takeHealth(HealthSpec check) {
    health = check;
  }

  /** The time of probes and waits. Default: the system's. */
  public BackendBuilder clock(Clock clock) {
    environment = environment.withClock(clock);
    return this;
  }

  /** Adds somebody who hears what happens. Default: nobody. */
  public BackendBuilder observer(BackendObserver observer) {
    environment = environment.withObserver(observer);
    return this;
  }

  /**
   * The definition as a value.
   *
   * @throws InvalidBackendException with everything that was found
   */
  public BackendSpec spec() {
    if (!originGiven) {
      found("origin: missing (expected: an absolute URL)");
    }
    TlsSpec[] tls = {TlsSpec.DEFAULT};
    check(
        () -> new TlsSpec(Optional.ofNullable(ca), !Boolean.TRUE.equals(noValidation)),
        found -> tls[0] = found);
    Refinement manners = checkedManners();
    if (origin == null) {
      throw new IllegalStateException("origin"); // Not reached: a bad origin is a finding.
    }
    TransportSpec transport =
        new TransportSpec(
            origin, pool == null ? PoolSpec.DEFAULT : pool, tls[0], Boolean.TRUE.equals(http2));
    return new BackendSpec(
        label(), transport, manners.appliedTo(ExchangeSpec.DEFAULT), Optional.ofNullable(health));
  }

  /**
   * Opens the backend; the caller closes it. Checks, if any, start at once.
   *
   * @throws InvalidBackendException with everything that was found; nothing has been opened
   */
  public ManagedBackend build() {
    return Backend.open(spec(), environment);
  }

  private void once(String key, boolean given) {
    if (given) {
      throw alreadySet(key);
    }
  }

  @Override
  BackendBuilder self() {
    return this;
  }
}
