package io.forebay.config.internal.form;

import io.forebay.health.StatusRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The shapes of statuses, alone or several next to each other. */
final class StatusShapes {
  private static final Pattern RANGE = Pattern.compile("[0-9]+( *- *[0-9]+)?");

  private static final Shape<StatusRange> STATUS =
      Shapes.scalar(
          "a status such as 204, or several as 200-399",
          StatusShapes::range,
          StatusShapes::written,
          Scalars.text("^[0-9]+( *- *[0-9]+)?$").or(Scalars.whole(StatusShapes::status)));

  /** A list of them. */
  static final Shape<List<StatusRange>> SEVERAL =
      new ListShape<>("a list of statuses", STATUS, false);

  /** One of them, or a list; none: any. */
  static final Shape<List<StatusRange>> ANY = new ListShape<>("a list of statuses", STATUS, true);

  private StatusShapes() {}

  private static Optional<StatusRange> range(Text text) {
    if (!RANGE.matcher(text.value()).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(StatusRange.of(text.value()));
    } catch (IllegalArgumentException e) {
      // The place names the key already, and the item in it.
      String problem = String.valueOf(e.getMessage()).replaceFirst("^expected_status: ", "");
      throw new IllegalArgumentException(problem, e);
    }
  }

  private static StatusRange status(int alone) {
    return StatusRange.of(String.valueOf(alone));
  }

  private static Object written(StatusRange range) {
    return range.from() == range.to() ? (Object) range.from() : range.toString();
  }
}
