package io.forebay.config.krakend;

import io.forebay.config.DefinitionException;
import io.forebay.config.Note;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.krakend.KrakendDialect;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Texts in KrakenD's language, and what they are read as. */
final class Krakend {
  static final KrakendDialect DIALECT = new KrakendDialect();

  private Krakend() {}

  static Carried read(String text) {
    return DIALECT.read(Source.of(text, "krakend.json"), name -> Optional.empty());
  }

  /** What is found in a text; none if it can be read. */
  static List<String> findings(String text) {
    try {
      read(text);
      return List.of();
    } catch (DefinitionException e) {
      return e.findings().stream().map(Object::toString).toList();
    }
  }

  static List<String> notes(String text) {
    return read(text).notes().stream().map(Note::toString).toList();
  }

  /** One endpoint with one backend that holds these keys. */
  static String endpoint(String path, String backend) {
    return root("", path, backend);
  }

  /** The same with keys of the root, each with a comma behind. */
  static String root(String keys, String path, String backend) {
    return "{\"version\": 3, "
        + keys
        + "\"endpoints\": [{\"endpoint\": \""
        + path
        + "\", \"backend\": [{"
        + backend
        + "}]}]}";
  }

  /** The only backend of such a text. */
  static BackendSpec only(String text) {
    return read(text).backends().values().iterator().next();
  }

  /** A file of examples. */
  static String example(String name) {
    String path = "/io/forebay/config/krakend/" + name;
    try (InputStream in = Krakend.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
