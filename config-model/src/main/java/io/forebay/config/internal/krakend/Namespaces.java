package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of the namespaces in {@code extra_config}. */
final class Namespaces {
  /** The breaker. */
  static final String BREAKER = "qos/circuit-breaker";

  /** The limit on requests per second. */
  static final String RATE = "qos/ratelimit/proxy";

  /** How connections of one backend are made (Enterprise in 2.3). */
  static final String CLIENT = "backend/http/client";

  /** Access tokens. */
  static final String TOKENS = "auth/client-credentials";

  private static final Set<String> NOT_HTTP =
      Set.of(
          "backend/lambda",
          "backend/amqp/consumer",
          "backend/amqp/producer",
          "backend/pubsub/subscriber",
          "backend/pubsub/publisher",
          "backend/grpc");
  private static final Set<String> READ = Set.of(BREAKER, RATE, CLIENT, TOKENS);
  private static final Map<String, String> NOTED = noted();

  private static final Set<String> KNOWN =
      Stream.of(NOT_HTTP, READ, NOTED.keySet())
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private Namespaces() {}

  private static Map<String, String> noted() {
    Map<String, String> noted = new HashMap<>();
    noted.put("qos/http-cache", "responses are not cached");
    noted.put("backend/http", "responses of any status are handed on as they came");
    noted.put("proxy", "responses are neither merged nor shaped, requests not copied");
    noted.put("validation/cel", "its conditions are not checked");
    noted.put("modifier/martian", "requests and responses are not modified by it");
    noted.put("backend/graphql", "callers have to send the query");
    noted.put("backend/soap", "callers have to send the envelope");
    for (String code : List.of("modifier/lua-backend", "modifier/lua-proxy", "modifier/lua")) {
      noted.put(code, "its code is not run");
    }
    noted.put("plugin/http-client", "its code is not run");
    noted.put("plugin/req-resp-modifier", "its code is not run");
    for (String login : List.of("auth/gcp", "auth/ntlm", "auth/aws-sigv4")) {
      noted.put(login, "requests go out without its login");
    }
    return Map.copyOf(noted);
  }

  /** Notes what a gateway does before any backend is asked. */
  static void noteGateway(Node.Mapping extra, Fields root) {
    noteAll(extra, root, "belongs to the gateway; not carried");
  }

  /** Notes what an endpoint does around its backends. */
  static void noteEndpoint(Node.Mapping extra, Fields endpoint) {
    noteAll(extra, endpoint, "belongs to the endpoint; not carried");
  }

  private static void noteAll(Node.Mapping extra, Fields fields, String became) {
    for (Node.Entry entry : extra.entries().values()) {
      if (!Fields.isComment(entry.name())) {
        fields.report().note(entry.at(), place(fields, entry.name()), became);
      }
    }
  }

  /**
   * The same with the namespaces of KrakenD 1, which were Go's import paths, under the names of
   * today; each is noted.
   */
  static Node.Mapping today(Node.Mapping extra, Fields backend) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(extra.entries());
    for (Node.Entry entry : extra.entries().values()) {
      String name = OldNamespaces.today(entry.name());
      if (!name.equals(entry.name())) {
        entries.remove(entry.name());
        boolean taken =
            entries.putIfAbsent(name, new Node.Entry(entry.at(), name, entry.value())) != null;
        String became = taken ? "left out, as " + name + " is there too" : "read as " + name;
        backend
            .report()
            .note(entry.at(), place(backend, entry.name()), "an old spelling; " + became);
      }
    }
    return new Node.Mapping(extra.at(), entries, extra.duplicates());
  }

  /** Notes what a backend says that does not carry over. */
  static void noteBackend(Node.Mapping extra, Fields backend) {
    for (Node.Entry entry : extra.entries().values()) {
      if (!Fields.isComment(entry.name()) && !READ.contains(entry.name())) {
        backend
            .report()
            .note(entry.at(), () -> place(backend, entry.name()) + ": " + became(entry.name()));
      }
    }
  }

  private static String became(String namespace) {
    String known = NOTED.get(namespace);
    return known == null
        ? "an unknown namespace; not carried" + NearMiss.hint(namespace, KNOWN)
        : known;
  }

  /** The namespace that makes it a backend that speaks no HTTP; empty if none does. */
  static Optional<Node.Entry> notHttp(Node.Mapping extra) {
    return extra.entries().values().stream()
        .filter(entry -> NOT_HTTP.contains(entry.name()))
        .findFirst();
  }

  /** The object of a namespace, read by these words. */
  static Optional<Fields> read(
      Node.Mapping extra, String namespace, Map<String, Word> words, Fields backend) {
    Node.Entry entry = extra.entries().get(namespace);
    if (entry == null) {
      return Optional.empty();
    }
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      backend.report().wrong(entry.value(), place(backend, namespace), "an object");
      return Optional.empty();
    }
    return Optional.of(Fields.of(mapping, place(backend, namespace), words, backend.report()));
  }

  /** The place of a namespace in an object's {@code extra_config}. */
  static String place(Fields fields, String namespace) {
    return fields.placeOf("extra_config") + "[\"" + Shown.of(namespace) + "\"]";
  }
}
