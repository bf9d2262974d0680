package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a director: backends that share traffic, each with the weight that it has by itself. */
final class DirectorReader {
  /** What a request is found again by: Fastly hashes its URL. */
  static final Value CONTENT = Value.template("{request.path}?{request.query}");

  static final int USUAL_QUORUM = 75;
  private static final int USUAL_RETRIES = 5;
  private static final String TYPES = "1 (random), 3 (hash) or 4 (client)";

  private final Fields fields;
  private final Map<String, Member> backends;
  private final boolean complete;

  /**
   * Reads one.
   *
   * @param backends the backends by name
   * @param complete whether every backend of the text could be read
   */
  DirectorReader(Fields fields, Map<String, Member> backends, boolean complete) {
    this.fields = fields;
    this.backends = backends;
    this.complete = complete;
  }

  /**
   * The director; empty if something is wrong, which is a finding then.
   *
   * @param related the names of further backends that belong to it
   */
  Optional<BackendSpec> read(Labelling labels, Map<String, Set<String>> related) {
    Optional<String> name = fields.name();
    List<Member> members = members(name.map(related::get).orElse(Set.of()));
    Balance by = balance();
    int quorum = fields.number("quorum", 0, 100).orElse((long) USUAL_QUORUM).intValue();
    int retries = retries();
    if (fields.number("capacity", 0, Integer.MAX_VALUE).orElse(100L) != 100) {
      fields.note("capacity", "left out: the API does not use it");
    }
    fields.leftOut("shield", "definitions know no points of presence");
    fields.leftOut("comment", "definitions have none");
    fields.leftOut("deleted_at", "it says that the director is deleted");
    fields.finish();
    if (name.isEmpty() || members.isEmpty()) {
      return Optional.empty();
    }
    return labels
        .director(name.get(), fields)
        .map(label -> Groups.joined(label, members, by, quorum, retries));
  }

  private List<Member> members(Set<String> related) {
    Set<String> names = new LinkedHashSet<>();
    for (Node item : fields.list("backends")) {
      nameOf(item).ifPresent(names::add);
    }
    names.addAll(related);
    List<Member> members = new ArrayList<>();
    for (String name : names) {
      Member member = backends.get(name);
      if (member != null) {
        members.add(member);
      } else if (complete && !backends.isEmpty()) {
        fields.found(
            "backends", "'" + Shown.of(name) + "' is not defined (expected: names of backends)");
      }
    }
    if (complete && backends.isEmpty() && !names.isEmpty()) {
      fields.note("backends", "left out with the director: they are not in this text");
    }
    if (related.isEmpty() && !fields.has("backends")) {
      fields.found("backends", "none (expected: at least one name)");
    }
    return members;
  }

  /** The API's replies hold names, its reference says objects. */
  private Optional<String> nameOf(Node item) {
    if (item instanceof Node.Mapping object) {
      return Fields.named(object, fields.place() + ": backends", fields.report()).name();
    }
    if (item instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return Optional.of(scalar.text());
    }
    if (!(item instanceof Node.Scalar refused) || refused.kind() != Node.Kind.REFUSED) {
      fields.found(
          item, "backends", "expected the name of a backend but was " + item.described(false));
    }
    return Optional.empty();
  }

  private Balance balance() {
    String type = fields.word("type").orElse("1");
    switch (type) {
      case "1", "random" -> {
        return new Balance.Random();
      }
      case "2", "round_robin" -> {
        fields.note("type", "round robin, which Fastly retired");
        return Balance.DEFAULT;
      }
      case "3", "hash" -> {
        return new Balance.Hash(CONTENT);
      }
      case "4", "client" -> {
        fields.note("type", "client: each call binds the variable client_identity");
        return Balance.Client.DEFAULT;
      }
      default -> {
        fields.found("type", "'" + Shown.of(type) + "' (expected: " + TYPES + ")");
        return new Balance.Random();
      }
    }
  }

  private int retries() {
    int retries = fields.count("retries", 0).orElse(USUAL_RETRIES);
    if (retries > Groups.MOST_ATTEMPTS) {
      fields.note("retries", retries + ": read as " + Groups.MOST_ATTEMPTS);
    }
    return retries;
  }
}
