package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@code director} says: one backend whose origins are those of its members. Nobody but a
 * probe takes an origin out of use, and health is never ignored.
 */
final class DirectorReader {
  /** No origin is ejected by how exchanges end. */
  static final OutlierSpec NO_OUTLIERS =
      new OutlierSpec(
          OutlierSpec.DEFAULT.runs(),
          OutlierSpec.DEFAULT.successRate(),
          OutlierSpec.DEFAULT.failurePercentage(),
          OutlierSpec.DEFAULT.ejection(),
          0,
          OutlierSpec.DEFAULT.interval(),
          OutlierSpec.DEFAULT.probesReadmit());

  private static final int MOST_ATTEMPTS = 10;
  private static final String SHIELD = "shield";

  private final Map<String, Optional<BackendSpec>> backends;
  private final Set<String> directors;
  private final Findings findings;
  private final Notes notes;

  /**
   * A reader of directors.
   *
   * @param backends the backends of the text by name; empty where one is wrong
   * @param directors the names of the directors of the text
   */
  DirectorReader(
      Map<String, Optional<BackendSpec>> backends,
      Set<String> directors,
      Findings findings,
      Notes notes) {
    this.backends = backends;
    this.directors = directors;
    this.findings = findings;
    this.notes = notes;
  }

  /**
   * The director as a backend; empty if it is wrong, which is a finding, or cannot be carried over,
   * which is a note.
   */
  Optional<BackendSpec> read(Declaration director, String label) {
    if (director.kind().equals(SHIELD)) {
      notes.add(director.at(), director.where() + ": left out, as there is no shielding");
      return Optional.empty();
    }
    Optional<DirectorKind> kind = DirectorKind.of(director.kind());
    if (kind.isEmpty()) {
      findings.add(
          director.at(),
          () ->
              director.where()
                  + ": unknown kind '"
                  + Shown.of(director.kind())
                  + "' (expected: random, fallback, hash, client, chash, round_robin or shield)");
      return Optional.empty();
    }
    return read(director, label, kind.get());
  }

  private Optional<BackendSpec> read(Declaration director, String label, DirectorKind kind) {
    Block block =
        new Block(
            director.where(), director.at(), director.properties(), kind.properties(), findings);
    if (director.members().isEmpty()) {
      findings.add(
          director.at(), () -> director.where() + ": no member (expected: { .backend = name; … })");
    }
    Balancing balancing = new Balancing(balance(block, kind), 0, 0, 0);
    balancing = balancing.withQuorum(block.percent("quorum").orElse(0));
    Optional<Integer> retries = block.integer("retries", 0, Integer.MAX_VALUE);
    block.unsigned("seed");
    List<Member> members = members(director, kind);
    if (members.isEmpty() || members.size() < director.members().size()) {
      return Optional.empty();
    }
    noteKind(block, kind, director);
    BackendSpec one = new Members(director, kind, members, notes).unified();
    Routing routing = new Routing(balancing, NO_OUTLIERS, SlowStart.OFF);
    Optional<RetrySpec> attempts =
        kind.triesOthers() ? attempts(block, retries, members.size()) : Optional.empty();
    return Optional.of(
        new BackendSpec(label, one.transport(), one.exchange().withRetries(attempts), one.health())
            .withRouting(routing));
  }

  private static Balance balance(Block block, DirectorKind kind) {
    return switch (kind) {
      case RANDOM -> new Balance.Random();
      case FALLBACK -> new Balance.Fallback();
      case ROUND_ROBIN -> Balance.DEFAULT;
      case HASH -> new Balance.Hash(DirectorKind.REQUEST);
      case CLIENT -> Balance.Client.DEFAULT;
      case CHASH -> ring(block);
    };
  }

  private static Balance ring(Block block) {
    boolean client =
        block.word("key", List.of("object", "client")).orElse("object").equals("client");
    int vnodes =
        block
            .integer("vnodes_per_node", 1, Balance.Ring.MOST_VNODES)
            .orElse(Balance.Ring.DEFAULT_VNODES);
    return new Balance.Ring(client ? Balance.Client.DEFAULT.key() : DirectorKind.REQUEST, vnodes);
  }

  private void noteKind(Block block, DirectorKind kind, Declaration director) {
    boolean client =
        kind == DirectorKind.CLIENT
            || block.word("key", List.of("object", "client")).orElse("").equals("client");
    if (client) {
      notes.add(
          director.at(),
          director.where()
              + ": by the variable client_identity, which each call binds; VCL knows the client's"
              + " address");
    }
    if (!client && (kind == DirectorKind.HASH || kind == DirectorKind.CHASH)) {
      notes.add(
          director.at(),
          director.where() + ": by path and query; what vcl_hash says is not looked at");
    }
    if (kind == DirectorKind.CHASH) {
      String what = block.has("seed") ? ".seed and each .id" : "each .id";
      notes.add(
          block.has("seed") ? block.at("seed") : director.at(),
          director.where() + ": " + what + " left out: points come from the origins' names");
    }
  }

  /** As many as there are members, or as are said; two are what is usual anyway. */
  private Optional<RetrySpec> attempts(Block block, Optional<Integer> said, int members) {
    int wanted = said.filter(number -> number > 0).orElse(members);
    int attempts = Math.min(wanted, MOST_ATTEMPTS);
    if (wanted > attempts && said.isPresent()) {
      notes.add(
          block.at("retries"),
          block.where() + ": .retries: " + wanted + " is cut to " + MOST_ATTEMPTS + " attempts");
    }
    return members == 1 || attempts == 2
        ? Optional.empty()
        : Optional.of(RetrySpec.DEFAULT.withAttempts(attempts));
  }

  private List<Member> members(Declaration director, DirectorKind kind) {
    List<Member> members = new ArrayList<>();
    for (Given.Block given : director.members()) {
      Block block =
          new Block(
              director.where() + ": a member",
              given.at(),
              given.properties(),
              kind.memberProperties(),
              findings);
      int weight = extras(block, kind);
      if (!block.has("backend")) {
        block.refuse("backend", "missing (expected: the name of a backend)");
      }
      block
          .reference("backend")
          .flatMap(name -> backend(director, name))
          .ifPresent(spec -> members.add(new Member(given.at(), name(block), spec, weight)));
    }
    return members;
  }

  private static String name(Block block) {
    return block.reference("backend").map(Given.Word::text).orElse("");
  }

  /** What a kind asks of its members; the weight. */
  private static int extras(Block block, DirectorKind kind) {
    String required = kind.required();
    if (!required.isEmpty() && !block.has(required)) {
      block.refuse(required, "missing (expected, as the director is " + kind.text() + ")");
    }
    if (block.has("id") && block.text("id").filter(String::isBlank).isPresent()) {
      block.refuse("id", "blank (expected: what names the member on the ring)");
    }
    return block.integer("weight", 1, Integer.MAX_VALUE).orElse(1);
  }

  private Optional<BackendSpec> backend(Declaration director, Given.Word name) {
    if (directors.contains(name.text())) {
      notes.add(
          name.at(),
          director.where()
              + ": left out, as its member '"
              + Shown.of(name.text())
              + "' is a director, and a definition has no backends of backends");
      return Optional.empty();
    }
    Optional<BackendSpec> found = backends.getOrDefault(name.text(), Optional.empty());
    if (!backends.containsKey(name.text())) {
      findings.add(
          name.at(),
          () ->
              director.where()
                  + ": .backend: '"
                  + Shown.of(name.text())
                  + "' is not declared (expected: the name of a backend of this text)");
    }
    return found;
  }
}
