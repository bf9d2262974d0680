package io.forebay.config.internal.vcl;

import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kinds of directors, with what may stand in them. */
@SuppressWarnings("ImmutableEnumChecker") // Its sets are those of Set.of, which nobody changes.
enum DirectorKind {
  RANDOM("random", Set.of("quorum", "retries"), "weight"),
  FALLBACK("fallback", Set.of(), ""),
  HASH("hash", Set.of("quorum"), "weight"),
  CLIENT("client", Set.of("quorum"), "weight"),
  CHASH("chash", Set.of("key", "quorum", "seed", "vnodes_per_node"), "id"),
  /** Of Varnish 2.1, and of Fastly's past. */
  ROUND_ROBIN("round_robin", Set.of(), "");

  /** What VCL hashes by default: the URL, and the host, of which a backend has one. */
  static final Value REQUEST = Value.template("{request.path}?{request.query}");

  private final String text;
  private final Set<String> properties;
  private final String required;

  DirectorKind(String text, Set<String> properties, String required) {
    this.text = text;
    this.properties = properties;
    this.required = required;
  }

  /** The kind of that name; empty: unknown. */
  static Optional<DirectorKind> of(String text) {
    String name = text.equals("round-robin") ? "round_robin" : text;
    return Stream.of(values()).filter(kind -> kind.text.equals(name)).findFirst();
  }

  /** The kind that chooses in this way, or in that which comes nearest. */
  static DirectorKind of(Balance balance) {
    if (balance instanceof Balance.Fallback) {
      return FALLBACK;
    }
    if (balance instanceof Balance.Hash) {
      return HASH;
    }
    if (balance instanceof Balance.Client) {
      return CLIENT;
    }
    return balance instanceof Balance.Ring ? CHASH : RANDOM;
  }

  String text() {
    return text;
  }

  /** What may stand in the director. */
  Set<String> properties() {
    return properties;
  }

  /** What a member must have beside its backend; empty: nothing. */
  String required() {
    return required;
  }

  /** What may stand in a member. */
  Set<String> memberProperties() {
    Set<String> names = new TreeSet<>(Set.of("backend"));
    if (!required.isEmpty()) {
      names.add(required);
    }
    return names;
  }

  /** Whether the next member is tried when one fails to connect. */
  boolean triesOthers() {
    return this == RANDOM || this == FALLBACK;
  }
}
