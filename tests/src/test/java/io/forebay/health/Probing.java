package io.forebay.health;

import static java.time.Duration.ofSeconds;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendObserver;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.health.HealthState.Status;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A backend whose check runs on virtual time, against an origin on the real wire. */
public final class Probing implements AutoCloseable {
  private final MisbehavingOrigin origin;
  private final ManagedBackend backend;
  private final FakeClock clock = new FakeClock();
  private final List<Status> news = new CopyOnWriteArrayList<>();
  private Duration pause = Duration.ZERO;
  private volatile InetAddress address = InetAddress.getLoopbackAddress();

  /** The backend {@code users}, which is not probed before {@link #probe}. */
  public Probing(Consumer<HealthSpec.Builder> check) {
    this(MisbehavingOrigin.start().respond(Behaviour.ok("fine")), "127.0.0.1", check, more -> {});
  }

  /** The same of another origin, which is closed at the end, by a name of its host. */
  public Probing(
      MisbehavingOrigin origin,
      String host,
      Consumer<HealthSpec.Builder> check,
      Consumer<BackendBuilder> settings) {
    this.origin = origin;
    String url = origin.url().replace("127.0.0.1", host);
    Environment environment =
        Environment.system()
            .withClock(clock)
            .withObserver(observer())
            .withNames(name -> List.of(address));
    BackendBuilder users = Backend.builder("users").origin(url).environment(environment);
    settings.accept(users);
    backend = users.health(check).build();
  }

  private BackendObserver observer() {
    return new BackendObserver() {
      @Override
      public void healthChanged(String label, String where, HealthState state) {
        news.add(state.status());
      }
    };
  }

  /** The origin, to be told what it does. */
  public MisbehavingOrigin origin() {
    return origin;
  }

  /** The backend. */
  public ManagedBackend backend() {
    return backend;
  }

  /** Every name leads here from now on; before, to 127.0.0.1. */
  public void moveTo(InetAddress other) {
    address = other;
  }

  /** What observers were told. */
  public List<Status> news() {
    return news;
  }

  /** The time of the check. */
  public FakeClock clock() {
    return clock;
  }

  /** Lets one probe run, waits until it is over, and says what is in force since. */
  public HealthState probe() {
    begin();
    Waiting.until("the probe is over", () -> clock.scheduled() == 1);
    return backend.health();
  }

  /** Lets one probe begin. */
  public void begin() {
    clock.advance(pause);
    pause = backend.spec().health().map(check -> check.schedule().interval()).orElse(ofSeconds(1));
  }

  /** Closes the backend, then the origin. */
  @Override
  public void close() {
    backend.close(Duration.ZERO);
    origin.close();
  }
}
