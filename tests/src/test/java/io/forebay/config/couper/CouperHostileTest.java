package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.DefinitionException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A megabyte of anything is read or refused in a time that grows with its length alone. */
class CouperHostileTest {
  private static final int LENGTH = 1_000_000;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "open braces | a {",
        "open brackets | a = [",
        "brackets | [",
        "quotes | \"",
        "templates | \"${",
        "parentheses | (",
        "blocks on a line | proxy { backend {} }",
        "attributes | a = 1\\n",
        "the same backend | definitions { backend \"x\" { a = 1 } }\\n",
        "refinements of nothing | proxy { backend \"x\" { } }\\n",
        "inline backends | proxy { backend { origin = \"http://o\" } }\\n",
        "heredocs | a = <<E\\nE\\n",
        "half heredocs | a = <<E\\n",
        "comments | /* */",
        "half comments | /*",
        "minus | -",
        "functions | a(",
        "question marks | a = 1 ? 1 : ",
        "names | a.",
        "loops | [for ",
        "letters | a",
        "new lines | \\n",
        "emoji | \ud83d\ude00"
      })
  void isBounded(String name, String piece) {
    String text = piece.replace("\\n", "\n").repeat(LENGTH / piece.length());
    for (String start : new String[] {"", "a = ", "settings {\na = ", "settings { a = \""}) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      try {
        Couper.read(start + text);
      } catch (DefinitionException e) {
        assertThat(e.findings()).isNotEmpty();
      }
      long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      assertThat(spent).as("%s behind '%s'", name, start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
  }
}
