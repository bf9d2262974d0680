package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.health.StatusRange;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Refinement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code expected_status} of {@code proxy} and {@code request}: Couper says it where a backend is
 * used, we say it of the backend. What stands there is a refinement of what is used.
 */
final class ExpectedStatus {
  private static final String NAME = ExchangeAttribute.EXPECTED_STATUS.key();
  private static final Set<String> USERS = Set.of("proxy", "request");

  private final Evaluator evaluator;

  ExpectedStatus(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** What the innermost of these blocks says, if it is one that may say it. */
  static Optional<Attribute> in(List<Block> path) {
    Block around = path.get(path.size() - 1);
    return USERS.contains(around.type()) ? around.body().attribute(NAME) : Optional.empty();
  }

  /** What the innermost of these blocks says of the backend in it. */
  Refinement said(List<Block> path) {
    Optional<Attribute> attribute = in(path);
    if (attribute.isEmpty()) {
      return Refinement.NONE;
    }
    Argument argument =
        new Argument(
            path.get(path.size() - 1).title(),
            NAME,
            evaluator.known(attribute.get().value()),
            evaluator.report());
    return argument
        .items(false)
        .flatMap(items -> statuses(argument, items))
        .map(ranges -> Refinement.NONE.with(ExchangeAttribute.EXPECTED_STATUS, ranges))
        .orElse(Refinement.NONE);
  }

  /** All of them or none: what was left out would be a status that fails. */
  private static Optional<List<StatusRange>> statuses(Argument argument, Known.Many items) {
    List<StatusRange> statuses = new ArrayList<>();
    for (Known item : items.items()) {
      Optional<StatusRange> status =
          argument
              .part("[]", item)
              .whole()
              .flatMap(found -> argument.attempt("status", () -> StatusRange.of(found)));
      if (status.isEmpty()) {
        return Optional.empty();
      }
      statuses.add(status.get());
    }
    return Optional.of(statuses);
  }

  /** Writes what is expected, each status for itself; where all are, only if that is said. */
  static void write(ExchangeSpec spec, boolean said, HclText out) {
    List<String> statuses = new ArrayList<>();
    for (StatusRange range : spec.answer().expected()) {
      for (int status = range.from(); status <= range.to(); status++) {
        statuses.add(Integer.toString(status));
      }
    }
    if (said || !statuses.isEmpty()) {
      out.attribute(NAME, Expressions.list(statuses));
    }
  }
}
