package io.forebay.config.internal.form;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.JsonText;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a definition in our own form: in the order of the table, and only what is not usual. */
public final class FormWriter {
  private FormWriter() {}

  /**
   * The definition in YAML.
   *
   * @throws IllegalStateException if text cannot say a value; the message names it
   */
  public static String yaml(Form form) {
    return YamlText.of(tree(form));
  }

  /**
   * The definition in JSON.
   *
   * @throws IllegalStateException if text cannot say a value; the message names it
   */
  public static String json(Form form) {
    return JsonText.of(tree(form));
  }

  /** The definition in YAML or JSON, with a note for each secret that has to be put elsewhere. */
  public static Written noted(Form form, boolean json) {
    List<String> notes = new ArrayList<>();
    Form inventing =
        new Form(
            form.backends(), form.refinements(), form.references().inventing(notes), form.said());
    return new Written(json ? json(inventing) : yaml(inventing), notes);
  }

  private static Map<String, Object> tree(Form form) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("forebay", 1);
    Map<String, Object> backends = new LinkedHashMap<>();
    for (BackendSpec spec : form.backends().values()) {
      Place place = BackendsReader.BACKENDS.child(spec.label());
      backends.put(spec.label(), Keys.BACKEND.write(spec, place, form.references()));
    }
    tree.put("backends", backends);
    if (!form.refinements().isEmpty()) {
      Map<String, Object> refinements = new LinkedHashMap<>();
      form.refinements()
          .forEach((label, named) -> refinements.put(label, refinement(label, named, form)));
      tree.put("refinements", refinements);
    }
    return tree;
  }

  private static Map<String, Object> refinement(String label, NamedRefinement named, Form form) {
    Place place = RefinementsReader.REFINEMENTS.child(label);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(RefinementsReader.BACKEND, named.of());
    ExchangeSpec refined = named.manners().appliedTo(ExchangeSpec.DEFAULT);
    Set<ExchangeAttribute<?>> attributes = named.manners().attributes();
    for (Key<BackendSpec, ?> key : Keys.BACKEND.keys()) {
      if (key.attribute().filter(attributes::contains).isPresent()) {
        key.writeAttribute(refined, place, form.references(), tree);
      }
    }
    return tree;
  }
}
