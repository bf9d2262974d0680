package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.Template;
import io.forebay.spec.TlsSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tls}, and whether certificates are validated at all. */
final class TlsReader {
  private static final String CA = "server_ca_certificate";
  private static final String CERTIFICATE = "client_certificate";
  private static final String KEY = "client_private_key";
  private static final String UNCHECKED = "disable_certificate_validation";
  static final Set<String> ATTRIBUTES =
      Set.of(CA, CA + "_file", CERTIFICATE, CERTIFICATE + "_file", KEY, KEY + "_file");

  private final Evaluator evaluator;
  private final Path directory;
  private final String place;

  /**
   * A reader for one backend.
   *
   * @param place what findings call it
   */
  TlsReader(Evaluator evaluator, Path directory, String place) {
    this.evaluator = evaluator;
    this.directory = directory;
    this.place = place;
  }

  /** What a backend says of TLS. */
  TlsSpec read(Block backend, boolean defined) {
    Optional<Block> tls =
        backend.body().blocks().stream().filter(block -> block.type().equals("tls")).findFirst();
    TlsSpec spec = tls.map(this::block).orElse(TlsSpec.DEFAULT);
    Optional<Attribute> unchecked = backend.body().attribute(UNCHECKED);
    if (unchecked.isEmpty()) {
      return spec;
    }
    Argument argument = argument(unchecked.get(), place);
    Optional<Boolean> off = argument.truth();
    boolean given =
        tls.isPresent()
            && tls.get().body().attributes().keySet().stream()
                .anyMatch(name -> name.startsWith(CA));
    if (given && defined) {
      boolean file = tls.get().body().attribute(CA).isEmpty();
      argument.wrong(
          () ->
              "configured '"
                  + UNCHECKED
                  + "' along with '"
                  + CA
                  + (file ? "_file" : "")
                  + "' attribute");
      return spec;
    }
    if (given && off.orElse(false)) {
      argument.note("certificates are validated all the same, as a CA is configured");
      return spec;
    }
    return off.map(found -> spec.withTrust(spec.trust().withValidate(!found))).orElse(spec);
  }

  private Argument argument(Attribute attribute, String where) {
    return new Argument(
        where, attribute.name(), evaluator.known(attribute.value()), evaluator.report());
  }

  private TlsSpec block(Block tls) {
    Schema.check(tls, place + ": tls", ATTRIBUTES, Set.of(), evaluator.report());
    TlsSpec spec = TlsSpec.DEFAULT;
    Optional<Material> ca = material(tls, CA);
    Optional<Material> certificate = material(tls, CERTIFICATE);
    Optional<Material> key = material(tls, KEY);
    if (ca.isPresent()) {
      spec = spec.withTrust(spec.trust().withCa(List.of(ca.get())));
    }
    Map<String, Attribute> attributes = tls.body().attributes();
    boolean keyGiven = attributes.containsKey(KEY) || attributes.containsKey(KEY + "_file");
    if (certificate.isPresent() && !keyGiven) {
      evaluator
          .report()
          .wrong(
              tls.at(), () -> place + ": tls: missing client private key (expected: " + KEY + ")");
      return spec;
    }
    if (certificate.isEmpty() && key.isPresent()) {
      evaluator.report().note(tls.at(), place + ": tls: " + KEY + " without certificate: left out");
    }
    return certificate.isPresent() && key.isPresent()
        ? spec.withIdentity(
            Optional.of(new ClientIdentity(certificate.get(), key, Optional.empty())))
        : spec;
  }

  /** What is given in place, or in a file. */
  private Optional<Material> material(Block tls, String name) {
    Optional<Attribute> inline = tls.body().attribute(name);
    Optional<Attribute> file = tls.body().attribute(name + "_file");
    if (inline.isPresent() && file.isPresent()) {
      evaluator
          .report()
          .wrong(
              file.get().at(),
              () ->
                  place
                      + ": tls: read error: configured attribute and file (expected: "
                      + name
                      + " or "
                      + name
                      + "_file)");
      return Optional.empty();
    }
    return inline.isPresent()
        ? inline(argument(inline.get(), place + ": tls"))
        : file.flatMap(found -> file(argument(found, place + ": tls")));
  }

  private static Optional<Material> inline(Argument argument) {
    Optional<Template> text = argument.referring();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().plain().isBlank()) {
      argument.wrong(() -> "empty (expected: PEM)");
      return Optional.empty();
    }
    String reference = text.get().secret() ? TemplateParts.written(text.get()) : "";
    return Optional.of(new Material.Inline(text.get().plain(), reference));
  }

  private Optional<Material> file(Argument argument) {
    return argument.text(
        "path",
        text -> {
          if (text.isBlank()) {
            throw new IllegalArgumentException("empty (expected: the path of a file)");
          }
          try {
            return Material.file(directory.resolve(text));
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no path (expected: the path of a file)", e);
          }
        });
  }
}
