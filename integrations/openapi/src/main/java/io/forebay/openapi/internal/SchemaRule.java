package io.forebay.openapi.internal;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.ValidationLimitExceededException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A schema that values have to keep to. Thread-safe. */
final class SchemaRule {
  /** Keywords that are looked at for one message: a second or so. */
  private static final long MOST_STEPS = 20_000_000;

  private static final String TOO_LONG = "cannot be checked: it takes too long";

  private final Schema schema;
  private final String place;

  /** Which way a message goes. */
  enum Way {
    /** To the origin: what is read-only must not be there. */
    REQUEST,
    /** From the origin: what is write-only must not be there. */
    RESPONSE
  }

  SchemaRule(Schema schema, String place) {
    this.schema = schema;
    this.place = place;
  }

  /** Finds at once what would fail with every value. */
  void tryOut() {
    schema.validate(NullNode.getInstance());
  }

  /** Why a value does not keep to it, without the value; empty: it does. */
  Optional<String> problem(JsonNode value, Way way) {
    Patterns.refill();
    try {
      List<Error> errors = schema.validate(value, context -> configure(context, way));
      return errors.stream().findFirst().map(SchemaRule::text);
    } catch (Patterns.ExhaustedError | ValidationLimitExceededException e) {
      return Optional.of(TOO_LONG);
    } catch (StackOverflowError e) {
      return Optional.of("cannot be checked: nested too deep");
    } catch (RuntimeException e) {
      return Optional.of("cannot be checked: the schema at " + Texts.shown(place) + " is broken");
    }
  }

  private static void configure(ExecutionContext context, Way way) {
    context.executionConfig(
        config -> {
          config.maxEvaluationSteps(MOST_STEPS);
          if (way == Way.REQUEST) {
            config.readOnly(true);
          } else {
            config.writeOnly(true);
          }
        });
  }

  private static String text(Error error) {
    String where = String.valueOf(error.getInstanceLocation());
    // The only message that tells the value.
    String what =
        "discriminator".equals(error.getKeyword())
            ? "no schema for the value of the discriminator"
            : String.valueOf(error.getMessage());
    return (where.isEmpty() ? "" : "at " + Texts.shown(where) + ": ") + Texts.shown(what);
  }
}
