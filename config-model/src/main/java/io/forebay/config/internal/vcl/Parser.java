package io.forebay.config.internal.vcl;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.config.internal.vcl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the backends and directors of a text; whatever else is declared is skipped by its braces.
 * Never nests deeper than a probe in a backend. Not thread-safe.
 */
final class Parser {
  private static final Set<String> SKIPPED =
      Set.of("sub", "acl", "table", "import", "ratecounter", "penaltybox");
  private static final Set<String> OURS = Set.of("backend", "director");
  private static final Set<String> MARKS_OF_FILES = Set.of("C", "W");

  private final Lexer lexer;
  private final Findings findings;
  private final Notes notes;
  private final Skipped skipped = new Skipped();
  private Token token;
  private Position endOfLast = Position.START;

  Parser(String text, Findings findings, Notes notes) {
    this.lexer = new Lexer(text, findings);
    this.findings = findings;
    this.notes = notes;
    this.token = lexer.next();
  }

  /**
   * The backends and directors, in order.
   *
   * @throws DefinitionException if the text cannot be read to its end
   */
  List<Declaration> declarations() {
    List<Declaration> declarations = new ArrayList<>();
    while (token.kind() != Kind.END) {
      if (token.kind() == Kind.C_CODE) {
        skipped.add(take(), "C");
      } else if (token.kind() != Kind.WORD) {
        throw unexpected("a declaration, such as: backend name { .host = \"…\"; }");
      } else if (token.isWord("backend") || token.isWord("director")) {
        declarations.add(declaration());
      } else {
        other();
      }
    }
    skipped.tell(notes);
    return declarations;
  }

  private Declaration declaration() {
    boolean director = take().isWord("director");
    Token name = name(director ? "director" : "backend");
    String kind = director ? expectWord("the kind of director, such as random").text() : "";
    if (!director && token.isWord("none")) {
      throw findings.fatal(
          token.at(), "backend '" + name.text() + "': none is Varnish's, unknown to Fastly");
    }
    Position open = expect('{').at();
    List<Property> properties = new ArrayList<>();
    List<Given.Block> members = new ArrayList<>();
    while (!token.isMark('}')) {
      if (director && token.isMark('{')) {
        members.add(block());
      } else {
        properties.add(property(open, true));
      }
    }
    take();
    return new Declaration(director, name.at(), name.text(), kind, properties, members);
  }

  private Token name(String what) {
    Token name = expectWord("the name of a " + what);
    if (!Names.valid(name.text())) {
      findings.add(
          name.at(),
          () ->
              "the name of a "
                  + what
                  + ": '"
                  + Shown.of(name.text())
                  + "' (expected: letters, digits and _, no digit in front)");
    }
    return name;
  }

  private Given.Block block() {
    Position open = expect('{').at();
    List<Property> properties = new ArrayList<>();
    while (!token.isMark('}')) {
      properties.add(property(open, false));
    }
    take();
    return new Given.Block(open, properties);
  }

  /** A property; {@code outer}: of a declaration, which may hold a probe. */
  private Property property(Position open, boolean outer) {
    if (token.kind() == Kind.END) {
      throw findings.fatal(open, "a brace that is not closed (expected: })");
    }
    Position at = token.at();
    if (!token.isMark('.')) {
      throw unexpected("a property, such as .host, or }");
    }
    take();
    String name = expectWord("the name of a property").text();
    expect('=');
    boolean braces = token.isMark('{');
    Given given = given(name, outer);
    if (!braces) {
      endOfProperty(name);
    } else if (token.isMark(';')) {
      findings.add(take().at(), () -> "." + name + ": a ';' behind the braces (expected: none)");
    }
    return new Property(at, name, given);
  }

  /** What follows may still be read if only the semicolon is missing. */
  private void endOfProperty(String name) {
    if (token.isMark(';')) {
      take();
      return;
    }
    Token found = token;
    String message =
        "." + name + ": no ';' behind its value, but " + found.shown() + " at " + found.at();
    if (!found.isMark('.') && !found.isMark('}') && !found.isMark('{')) {
      throw findings.fatal(endOfLast, message + " (expected: ';')");
    }
    findings.add(endOfLast, () -> message + " (expected: ';')");
  }

  private Given given(String name, boolean outer) {
    Position at = token.at();
    if (token.isString()) {
      return lines().<Given>map(lines -> new Given.Text(at, lines)).orElse(new Given.Refused(at));
    }
    if (token.isMark('{')) {
      return outer && name.equals("probe") ? block() : skippedBlock(name);
    }
    if (token.kind() == Kind.WORD) {
      return new Given.Word(at, take().text());
    }
    String sign = token.isMark('-') ? take().text() : "";
    if (token.kind() != Kind.NUMBER) {
      throw unexpected("the value of ." + name);
    }
    String digits = take().text();
    boolean unit = token.kind() == Kind.WORD || token.isMark('%');
    return new Given.Amount(at, sign + digits, unit ? take().text() : "");
  }

  private Given skippedBlock(String name) {
    Position at = token.at();
    findings.add(at, () -> "." + name + ": { … } (expected: a value, as only .probe has braces)");
    skipBraces();
    return new Given.Refused(at);
  }

  /** Texts next to each other; empty if one of them is wrong, which is a finding. */
  private Optional<List<String>> lines() {
    List<StringBuilder> lines = new ArrayList<>();
    boolean good = true;
    boolean joined = false;
    do {
      if (!token.isString()) {
        throw unexpected("a text in quotes");
      }
      if (!joined) {
        lines.add(new StringBuilder());
      }
      Optional<String> text = Escapes.text(take(), findings, notes);
      text.ifPresent(lines.get(lines.size() - 1)::append);
      good &= text.isPresent();
      joined = token.isMark('+');
      if (joined) {
        take();
      }
    } while (joined || token.isString());
    return good
        ? Optional.of(lines.stream().map(StringBuilder::toString).toList())
        : Optional.empty();
  }

  /** Anything but a backend and a director. */
  private void other() {
    Token word = take();
    if (MARKS_OF_FILES.contains(word.text()) && token.isMark('!')) {
      take();
      return;
    }
    if (word.isWord("include")) {
      notes.add(word.at(), "include: the other file is not read");
    } else if (SKIPPED.contains(word.text())) {
      skipped.add(word, word.text());
    } else if (word.isWord("probe")) {
      findings.add(
          word.at(),
          () -> "a probe of its own is Varnish's (expected: .probe = { … } in the backend)");
    } else if (!word.isWord("pragma") && !word.isWord("vcl")) {
      findings.add(
          word.at(),
          () ->
              "unknown declaration (expected: backend, director)"
                  + NearMiss.hint(word.text(), OURS));
    }
    while (!token.isMark(';') && !token.isMark('{')) {
      if (token.kind() == Kind.END) {
        throw unexpected("';' or '{' before");
      }
      take();
    }
    skipBraces();
  }

  /** To the brace that closes this one, or over a single mark. */
  private void skipBraces() {
    Token open = token;
    int depth = 0;
    do {
      if (token.kind() == Kind.END) {
        throw findings.fatal(open.at(), "a brace that is not closed (expected: })");
      }
      depth += token.isMark('{') ? 1 : token.isMark('}') ? -1 : 0;
      take();
    } while (depth > 0);
  }

  private Token take() {
    Token taken = token;
    endOfLast = taken.end();
    token = lexer.next();
    return taken;
  }

  private Token expect(char mark) {
    if (!token.isMark(mark)) {
      throw unexpected("'" + mark + "'");
    }
    return take();
  }

  private Token expectWord(String what) {
    if (token.kind() != Kind.WORD) {
      throw unexpected(what);
    }
    return take();
  }

  private DefinitionException unexpected(String expected) {
    return findings.fatal(token.at(), token.shown() + " (expected: " + expected + ")");
  }
}
