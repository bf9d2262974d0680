package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.tree.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects where the blocks of a file use backends: by name, refined, or defined in place. */
final class Uses {
  private static final String BACKEND = "backend";

  /**
   * A backend block that stands where it is used.
   *
   * @param path the blocks that it stands in, the outermost first
   */
  record Use(Block block, List<Block> path) {
    /** The label of the backend that it refines; empty: it is one of its own. */
    Optional<String> refines() {
      return block.label();
    }

    Optional<Attribute> url() {
      Block around = path.get(path.size() - 1);
      return around.body().attribute("url").or(() -> around.body().attribute("token_endpoint"));
    }
  }

  /** A backend's name where it is used. */
  record Named(int at, String label, List<Block> path) {}

  private final Evaluator evaluator;
  private final List<Use> blocks = new ArrayList<>();
  private final List<Named> names = new ArrayList<>();

  Uses(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  List<Use> blocks() {
    return blocks;
  }

  List<Named> names() {
    return names;
  }

  /** Collects from a block and all blocks in it. */
  void collect(Block block, List<Block> outer) {
    List<Block> path = new ArrayList<>(outer);
    path.add(block);
    boolean defining = block.type().equals("definitions") && outer.isEmpty();
    boolean backend = block.type().equals(BACKEND);
    Map<String, Integer> counts = new HashMap<>();
    Optional<Attribute> name = block.body().attribute(BACKEND).filter(any -> !backend);
    name.ifPresent(found -> named(found, path));
    name.ifPresent(found -> counts.put(BACKEND, 1));
    for (Block inner : block.body().blocks()) {
      if (isBackend(inner) && !backend && !defining) {
        blocks.add(new Use(inner, path));
        if (counts.merge(inner.type(), 1, Integer::sum) == 2) {
          multiple(block);
        }
      }
      collect(inner, path);
    }
  }

  private static boolean isBackend(Block block) {
    return block.type().equals(BACKEND) || block.type().endsWith("_backend");
  }

  private void named(Attribute attribute, List<Block> path) {
    Argument argument =
        new Argument(
            path.get(path.size() - 1).title(),
            BACKEND,
            evaluator.known(attribute.value()),
            evaluator.report());
    argument.text().ifPresent(label -> names.add(new Named(attribute.at(), label, path)));
  }

  private void multiple(Block block) {
    evaluator
        .report()
        .wrong(
            block.at(),
            () ->
                "Multiple definitions of backend are not allowed in "
                    + Shown.of(block.type())
                    + ".");
  }

  /** A text to name a use after: the labels around it, as far as the endpoint. */
  static String nameOf(List<Block> path, Optional<String> refines) {
    List<String> names = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      Block around = path.get(i);
      boolean request = around.type().equals("proxy") || around.type().equals("request");
      boolean inner = i == path.size() - 1 && around.label().isEmpty();
      if (around.label().isPresent()) {
        names.add(0, around.label().get());
      } else if (inner && !request && i > 0 && isBackend(path.get(i - 1))) {
        names.add(around.type());
      }
      if (around.label().isPresent() && !request) {
        break;
      }
    }
    if (names.isEmpty()) {
      return refines.map(label -> label + "_refined").orElse("inline");
    }
    return String.join("_", names);
  }
}
