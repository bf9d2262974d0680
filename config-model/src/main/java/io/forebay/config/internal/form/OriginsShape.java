package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.OriginNode;
import io.forebay.spec.Origins;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several origins: a list of them and of groups, or a mapping that says what finds them. */
record OriginsShape() implements Shape<Origins> {
  private static final Shape<List<OriginNode>> NODES = new NodesShape();

  /** Whether one URL says all of it: there is another key for that. */
  static boolean isPlain(Origins origins) {
    return origins.equals(Origins.only(origins.first()));
  }

  @Override
  public String expected() {
    return NODES.expected() + ", or a mapping with srv, dns or source";
  }

  @Override
  public Optional<Origins> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Mapping) {
      return DiscoveryKeys.DISCOVERY.read(node, place, scope).map(Origins.Discovered::new);
    }
    if (!(node instanceof Node.Sequence)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    Optional<Origins> origins = NODES.read(node, place, scope).map(Origins::of);
    if (origins.filter(OriginsShape::isPlain).isPresent()) {
      // It is written as the key "origin", which has no text of its own to write again.
      NodesShape.refer(place.sibling(Keys.ORIGIN.name()), place.item(0), scope);
    }
    return origins;
  }

  @Override
  public @Nullable Object write(Origins origins, Place place, Referring references) {
    if (origins instanceof Origins.Discovered found) {
      return DiscoveryKeys.DISCOVERY.write(found.how(), place, references);
    }
    return NODES.write(
        origins instanceof Origins.Grouped grouped
            ? grouped.nodes()
            : List.copyOf(((Origins.Listed) origins).members()),
        place,
        references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.anyOf(NODES.schema(parts), DiscoveryKeys.DISCOVERY.schema(parts));
  }
}
