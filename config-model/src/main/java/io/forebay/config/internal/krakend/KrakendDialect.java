package io.forebay.config.internal.krakend;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.tree.TreeReader;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * {@code krakend.json}, version 3, as KrakenD 2.3 reads it, with what later versions added for
 * backends. A backend object alone is read too, as manuals print it. Immutable.
 *
 * <p>Every {@code backend} of an endpoint is a backend of ours. Its label comes from the endpoint:
 * the path without braces, other characters than ours as {@code _} (the path {@code /} is {@code
 * root}); then {@code .post} or another method in lower case, unless it is GET; then {@code .1},
 * {@code .2} where there are several. The key {@code @label} in a backend, a comment for KrakenD,
 * names another one. A label that is taken gets {@code -2}, {@code -3} and so on.
 *
 * <p>What KrakenD has a word for keeps its default there, such as a {@code timeout} of 2 s; what it
 * has no word for keeps ours.
 */
public final class KrakendDialect implements Dialect {

  /** Reads and writes; keeps nothing. */
  public KrakendDialect() {}

  @Override
  public String name() {
    return "krakend";
  }

  @Override
  public boolean recognises(Source source) {
    String text = source.text();
    String start = text.substring(0, Math.min(text.length(), 4096)).stripLeading();
    if (!start.startsWith("{") && !start.startsWith("\ufeff{")) {
      return false;
    }
    if (text.contains("krakend.io/schema/")) {
      return true;
    }
    boolean ours = text.contains("\"backends\"");
    boolean backend = text.contains("\"url_pattern\"") && text.contains("\"host\"");
    return !ours && (text.contains("\"endpoints\"") || backend);
  }

  @Override
  public Carried read(Source source, Function<String, Optional<String>> environment) {
    Report report = new Report(source);
    Findings findings = report.findings();
    OptionalInt template = FlexibleConfig.first(source.text());
    if (template.isPresent()) {
      throw findings.fatal(Position.at(source.text(), template.getAsInt()), FlexibleConfig.REFUSED);
    }
    // Whatever the name of the file says, this language is JSON.
    Source json = new Source("krakend.json", source.text(), source.directory());
    Optional<Node> root = TreeReader.read(json, findings);
    if (root.isEmpty()) {
      throw findings.fatal(Position.START, "nothing is defined (expected: endpoints)");
    }
    if (!(root.get() instanceof Node.Mapping mapping)) {
      throw findings.fatal(
          root.get().at(), "$: expected an object but was " + root.get().described(true));
    }
    return new RootReader(report).read(mapping);
  }

  @Override
  public Written write(Carried definitions) {
    return new KrakendWriter(definitions).write();
  }
}
