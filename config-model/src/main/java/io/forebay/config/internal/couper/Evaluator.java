package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Known.Field;
import io.forebay.config.internal.couper.Known.Many;
import io.forebay.config.internal.couper.Known.Single;
import io.forebay.config.internal.couper.Known.Tree;
import io.forebay.config.internal.couper.Known.Unsayable;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns expressions into what is known of them before any call. */
final class Evaluator {
  private final Variables variables;
  private final Report report;
  private final String label;

  Evaluator(Variables variables, Report report, String label) {
    this.variables = variables;
    this.report = report;
    this.label = label;
  }

  /** The same within the backend of a label. */
  Evaluator in(String backend) {
    return new Evaluator(variables, report, backend);
  }

  Report report() {
    return report;
  }

  Known known(Expression expression) {
    if (expression instanceof Expression.Constant constant) {
      return constant(constant);
    }
    if (expression instanceof Expression.Nothing) {
      return new Known.Nothing(expression.at());
    }
    if (expression instanceof Expression.Text text) {
      return text(text);
    }
    if (expression instanceof Expression.Items items) {
      return new Many(items.at(), items.items().stream().map(this::known).toList());
    }
    if (expression instanceof Expression.Mapping mapping) {
      return tree(mapping);
    }
    if (expression instanceof Expression.Variable variable) {
      return variables.resolve(variable, label);
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    return expression instanceof Expression.Choice choice
        ? choice(choice)
        : new Unsayable(expression.at(), ((Expression.Opaque) expression).what());
  }

  private Known constant(Expression.Constant constant) {
    if (constant.value() instanceof BigDecimal number) {
      try {
        return new Single(constant.at(), Value.of(number));
      } catch (IllegalArgumentException e) {
        report.wrong(constant.at(), () -> String.valueOf(e.getMessage()));
        return new Known.Nothing(constant.at());
      }
    }
    return new Single(
        constant.at(),
        constant.value() instanceof Boolean truth
            ? Value.of(truth)
            : Value.of(constant.value().toString()));
  }

  private Known text(Expression.Text text) {
    // One expression alone keeps its type, as in HCL.
    if (text.parts().size() == 1 && !(text.parts().get(0) instanceof Expression.Constant)) {
      Known only = known(text.parts().get(0));
      return only instanceof Single single ? new Single(text.at(), single.value()) : only;
    }
    TemplateParts parts = new TemplateParts();
    for (Expression part : text.parts()) {
      Known found = known(part);
      if (found instanceof Single single) {
        parts.add(single.value());
      } else if (found instanceof Unsayable) {
        return found;
      } else if (!(found instanceof Known.Nothing)) {
        return new Unsayable(part.at(), "a list or a mapping within text");
      }
    }
    return new Single(text.at(), parts.template());
  }

  private Known tree(Expression.Mapping mapping) {
    List<Field> fields = new ArrayList<>();
    for (Expression.Entry entry : mapping.entries()) {
      int at = entry.key().at();
      Known key = known(entry.key());
      if (key instanceof Single single && single.value().constant() && !single.secret()) {
        String name = TemplateParts.text(single.value()).plain();
        fields.add(new Field(at, name, known(entry.value())));
      } else {
        report.note(at, "a key that " + dependsOn(key) + ": the entry is left out");
      }
    }
    return new Tree(mapping.at(), fields);
  }

  private static String dependsOn(Known key) {
    if (key instanceof Unsayable unsayable) {
      return "depends on " + unsayable.why();
    }
    return key instanceof Single single && single.value() instanceof Template
        ? "depends on the environment or the call"
        : "is no text";
  }

  private Known call(Expression.Call call) {
    String name = call.function();
    if (!Functions.isKnown(name)) {
      report.wrong(
          call.at(),
          () -> "Call to unknown function; There is no function named \"" + Shown.of(name) + "\".");
      return new Known.Nothing(call.at());
    }
    List<Known> arguments = call.arguments().stream().map(this::known).toList();
    if (Functions.isDefault(name)) {
      return firstOf(call, arguments);
    }
    Optional<Value> value = Functions.called(name, arguments);
    if (value.isEmpty()) {
      return new Unsayable(call.at(), "a call of " + name + "()");
    }
    if (value.get() instanceof Template template && template.secret()) {
      report.note(
          call.at(), name + "() of the environment is computed now: it is not written again");
    }
    return new Single(call.at(), value.get());
  }

  private static Known firstOf(Expression.Call call, List<Known> arguments) {
    for (Known argument : arguments) {
      if (argument instanceof Single single && single.value().constant()) {
        if (!TemplateParts.text(single.value()).plain().isEmpty()) {
          return single;
        }
      } else if (!(argument instanceof Known.Nothing)) {
        return new Unsayable(call.at(), "a call of " + call.function() + "()");
      }
    }
    return new Known.Nothing(call.at());
  }

  private Known choice(Expression.Choice choice) {
    Known condition = known(choice.condition());
    return condition instanceof Single single
            && single.value() instanceof Value.Plain plain
            && plain.value() instanceof Boolean yes
        ? known(yes ? choice.yes() : choice.no())
        : new Unsayable(choice.at(), "a conditional");
  }
}
