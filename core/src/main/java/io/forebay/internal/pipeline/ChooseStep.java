package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.Outcome;
import io.forebay.health.HealthState;
import io.forebay.internal.balance.Choice;
import io.forebay.internal.balance.Keys;
import io.forebay.internal.balance.Pick;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.origins.Lanes;
import io.forebay.internal.origins.Member;
import io.forebay.internal.origins.Turn;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.Doorway;
import io.forebay.internal.pool.Entrance;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.WireCall;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * ROUTE among several: outside ADMIT, because permits and verdicts are the chosen origin's; inside
 * RETRY, so that another attempt goes to another origin. What becomes of the attempt is told to
 * those who judge the origin.
 */
final class ChooseStep implements Step, Entrance {
  private final BackendSpec spec;
  private final Fleet fleet;
  private final Lanes lanes;
  private final Failures failures;
  private final @Nullable Doorway doorway;

  ChooseStep(BackendSpec spec, Fleet fleet, Lanes lanes, Failures failures) {
    this.spec = spec;
    this.fleet = fleet;
    this.lanes = lanes;
    this.failures = failures;
    doorway = lanes.doorway().orElse(null);
  }

  // ---- where exchanges enter

  @Override
  public String label() {
    return spec.label();
  }

  @Override
  public HealthState health() {
    return fleet.health();
  }

  @Override
  public @Nullable Admission only() {
    return null;
  }

  @Override
  public @Nullable Doorway doorway() {
    return doorway;
  }

  @Override
  public @Nullable Admission choose(Exchange exchange) {
    try {
      Choice choice = choice(exchange);
      Optional<Turn> turn = turn(choice);
      turn.ifPresent(exchange::towards);
      return turn.map(Turn::admission).orElse(null);
    } catch (RuntimeException e) {
      return null; // Such as a key without its variable: the step will say so.
    }
  }

  // ---- the step

  @Override
  public Phase phase() {
    return Phase.ROUTE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    while (true) {
      exchange.enter(Phase.ROUTE);
      Turn turn = taken(exchange);
      exchange.tried().add(turn.member().number());
      try {
        return attempt(exchange, request, next, turn);
      } catch (BackendException failure) {
        // It had to wait there, and meanwhile others took its place: nothing was sent.
        if (failure.outcome() != Outcome.CLOSED || !fleet.hasLeft(turn.member())) {
          throw failure;
        }
      }
    }
  }

  private Response attempt(Exchange exchange, Request request, Next next, Turn turn)
      throws BackendException {
    try {
      Request routed = RouteStep.routed(request, turn.member().pool().origin());
      Response response = next.proceed(exchange, routed);
      turn.answered(Objects.requireNonNull(exchange.answered(), "there is a response").code());
      return response;
    } catch (IOException | RuntimeException e) {
      BackendException failure = failures.translate(exchange, e);
      Response refused = Outcomes.refusedAnswer(failure, exchange);
      if (refused != null) {
        turn.answered(refused.code());
      } else if (failure.outcome().blamesOrigin()) {
        turn.failed();
      }
      throw failure;
    }
  }

  /** The turn that was taken ahead for the first attempt, or a new one. */
  private Turn taken(Exchange exchange) throws IOException {
    WireCall ahead = exchange.ahead();
    if (ahead != null && ahead.untaken() instanceof Turn turn) {
      return turn;
    }
    Choice choice = checkedChoice(exchange);
    if (isEmpty(choice) && found(exchange)) {
      choice = checkedChoice(exchange);
    }
    Choice last = choice;
    Turn turn = turn(choice).orElseThrow(() -> nobody(exchange, last));
    exchange.towards(turn);
    return turn;
  }

  private Choice checkedChoice(Exchange exchange) throws IOException {
    try {
      return choice(exchange);
    } catch (IllegalArgumentException e) {
      throw Failures.refused(exchange, ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isEmpty(Choice choice) {
    return choice instanceof Choice.None none && none.reason() == Choice.Reason.NO_MEMBERS;
  }

  /** Waits for origins that are looked for, as long as connecting to one may take. */
  private boolean found(Exchange exchange) throws IOException {
    Duration limit = exchange.limits().connect();
    long most = limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
    try {
      return fleet.awaitMembers(
          Duration.ofNanos(Math.min(most, exchange.limits().totalNanosLeft())));
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private Choice choice(Exchange exchange) {
    Pick pick =
        new Pick(
            exchange.tried(),
            keyed -> key(exchange, keyed),
            ThreadLocalRandom.current(),
            fleet.now());
    return fleet.choose(pick, spec.exchange().useWhenUnhealthy());
  }

  private static long key(Exchange exchange, Balance.Keyed keyed) {
    Object value = keyed.key().typed(exchange.view());
    return Keys.of(value == null ? null : Value.text(value));
  }

  /** Whoever left between the choice and now may serve once more: its pool says if it is closed. */
  private Optional<Turn> turn(Choice choice) {
    if (!(choice instanceof Choice.Chosen chosen)) {
      return Optional.empty();
    }
    Optional<Member> member = fleet.member(chosen.number());
    return member.map(serving -> fleet.turn(serving, lanes.to(serving)));
  }

  private BackendException nobody(Exchange exchange, Choice choice) {
    if (choice instanceof Choice.None none) {
      String why =
          isEmpty(choice) ? fleet.discoveryFailure().map(text -> ": " + text).orElse("") : "";
      return Failures.refused(exchange, ErrorKind.BACKEND_UNHEALTHY, none.text() + why);
    }
    return Failures.refused(
        exchange, ErrorKind.BACKEND_UNHEALTHY, "the origin that was chosen has just left");
  }

  @Override
  public String describe() {
    return spec.routing().balancing().by().text() + " among " + spec.transport().origins();
  }
}
