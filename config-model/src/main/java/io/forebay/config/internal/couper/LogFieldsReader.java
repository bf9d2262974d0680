package io.forebay.config.internal.couper;

import io.forebay.spec.LogField;
import io.forebay.spec.TokenNames;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code custom_log_fields}: values keep their type, and null leaves a field out. */
final class LogFieldsReader {
  private LogFieldsReader() {}

  static Optional<LogField.Tree> read(Argument argument) {
    return argument.absent()
        ? Optional.of(new LogField.Tree(Map.of()))
        : argument.tree().map(tree -> fields(argument, tree));
  }

  private static LogField.Tree fields(Argument argument, Known.Tree tree) {
    Map<String, LogField> fields = new LinkedHashMap<>();
    for (Known.Field field : tree.fields()) {
      field(argument.part(field.name(), field.value()))
          .ifPresent(found -> fields.put(field.name(), found));
    }
    return new LogField.Tree(fields);
  }

  private static Optional<LogField> field(Argument argument) {
    if (argument.value() instanceof Known.Tree tree) {
      return Optional.of(fields(argument, tree));
    }
    if (argument.value() instanceof Known.Many many) {
      List<LogField> items = new ArrayList<>();
      for (Known item : many.items()) {
        field(new Argument(argument.place(), argument.name(), item, argument.report()))
            .ifPresent(items::add);
      }
      return Optional.of(new LogField.Many(items));
    }
    if (argument.secret()) {
      argument.note("what the environment says is secret and not logged: left out");
      return Optional.empty();
    }
    Optional<Value> value = argument.single("a value");
    if (value.filter(TokenNames::within).isPresent()) {
      argument.note("a token is secret and not logged: left out");
      return Optional.empty();
    }
    return value.map(LogField::of);
  }
}
