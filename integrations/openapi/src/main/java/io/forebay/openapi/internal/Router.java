package io.forebay.openapi.internal;

import io.forebay.spi.Contract;
import io.forebay.spi.Contract.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the operation for a request. Immutable once it is built, and so thread-safe. */
final class Router implements Contract {
  private final Map<List<String>, Table> tables = new LinkedHashMap<>();

  /** A path below a server, and what may be done there. */
  private record Place(PathTemplate template, Map<String, Operation> operations) {}

  /** What was found: a way, or at least the path. */
  private record Way(Operation operation, Map<String, String> path) {}

  /** The paths of the same servers. */
  private static final class Table {
    final List<Server> servers;
    final Map<String, Place> literal = new HashMap<>();
    final Map<Integer, List<Place>> templated = new HashMap<>();

    Table(List<Server> servers) {
      this.servers = servers;
    }
  }

  /**
   * Adds an operation.
   *
   * @param servers their URLs; none: any
   */
  void add(List<String> servers, String path, String method, Operation operation) {
    Table table = tables.computeIfAbsent(servers, Router::table);
    PathTemplate template = new PathTemplate(path);
    Place place;
    if (template.isLiteral()) {
      place = table.literal.computeIfAbsent(template.literal(), any -> place(template));
    } else {
      List<Place> places = table.templated.computeIfAbsent(template.size(), n -> new ArrayList<>());
      place =
          places.stream()
              .filter(known -> known.template().path().equals(path))
              .findFirst()
              .orElseGet(
                  () -> {
                    Place added = place(template);
                    places.add(added);
                    return added;
                  });
    }
    place.operations().put(method, operation);
  }

  private static Place place(PathTemplate template) {
    return new Place(template, new HashMap<>());
  }

  private static Table table(List<String> servers) {
    return new Table(
        servers.isEmpty() ? List.of(Server.ANY) : servers.stream().map(Server::of).toList());
  }

  @Override
  public Rules rules(RequestHead request) {
    boolean knownPath = false;
    for (Table table : tables.values()) {
      for (Server server : table.servers) {
        Optional<String> path = server.below(request);
        for (Place place : path.map(below -> places(table, below)).orElse(List.of())) {
          Optional<Way> way = way(place, path.orElse(""), request.method());
          if (way.isPresent()) {
            return new OperationRules(way.get().operation(), request, way.get().path());
          }
          knownPath = true;
        }
      }
    }
    return new NoRules(request, knownPath);
  }

  /** Those that match: first the one without parameters, as OpenAPI has it. */
  private static List<Place> places(Table table, String path) {
    List<Place> found = new ArrayList<>();
    Place literal = table.literal.get(path);
    if (literal != null) {
      found.add(literal);
    }
    int size = (int) path.chars().filter(c -> c == '/').count();
    for (Place place : table.templated.getOrDefault(size, List.of())) {
      if (place.template().match(path).isPresent()) {
        found.add(place);
      }
    }
    return found;
  }

  private static Optional<Way> way(Place place, String path, String method) {
    Operation operation = place.operations().get(method);
    return operation == null
        ? Optional.empty()
        : Optional.of(new Way(operation, place.template().match(path).orElse(Map.of())));
  }
}
