package io.forebay.config.internal.couper;

import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.util.List;

/** What is known of an expression before any call. Immutable. */
sealed interface Known {

  /** The offset at which the expression starts. */
  int at();

  /** Nothing: what stands there is as good as missing. */
  record Nothing(int at) implements Known {}

  /** Text, perhaps with references in it, a number or a truth value. */
  record Single(int at, Value value) implements Known {

    /** Whether an environment variable stands in it, so that it is never shown. */
    boolean secret() {
      return value instanceof Template template && template.secret();
    }
  }

  /** A list. */
  record Many(int at, List<Known> items) implements Known {
    /** Copies the list. */
    public Many {
      items = List.copyOf(items);
    }
  }

  /** A mapping; a name may stand in it twice. */
  record Tree(int at, List<Field> fields) implements Known {
    /** Copies the list. */
    public Tree {
      fields = List.copyOf(fields);
    }
  }

  /** One line of a mapping. */
  record Field(int at, String name, Known value) {}

  /**
   * What is right, but no definition can say.
   *
   * @param why what stands there, such as {@code request.cookies}
   */
  record Unsayable(int at, String why) implements Known {}
}
