package io.forebay.cases;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.BackendRegistry;
import io.forebay.BackendRequest;
import io.forebay.Environment;
import io.forebay.ExchangeEntry;
import io.forebay.InvalidBackendException;
import io.forebay.config.Definitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/** The ways from a definition to a call. */
enum Door {
  /** The builder in Java. */
  BUILDER {
    @Override
    BackendRegistry open(Definition definition, Environment environment) {
      BackendRegistry.Builder registry = BackendRegistry.builder().environment(environment);
      registry.add(JavaKeys.backend(definition));
      definition
          .refinements()
          .forEach(
              (label, keys) ->
                  registry.refinement(
                      label, keys.get("backend").toString(), JavaKeys.refinement(label, keys)));
      return registry.open();
    }
  },

  /** A text, read and written and read again. */
  YAML {
    @Override
    BackendRegistry open(Definition definition, Environment environment) {
      Definitions read = Definitions.read(definition.yaml(), "t.yaml");
      Definitions again = Definitions.read(read.toYaml(), "again.yaml");
      if (!again.equals(read)) {
        throw new AssertionError("is not what was written:\n" + read.toYaml());
      }
      return again.open(environment);
    }
  },

  /** The batch of the command line. */
  BATCH {
    @Override
    BackendRegistry open(Definition definition, Environment environment) {
      throw new UnsupportedOperationException("opens what it calls");
    }

    @Override
    Observed run(Row row, Path folder) throws IOException {
      return CommandLine.run(row, folder);
    }
  };

  static Door of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * Opens what is defined.
   *
   * @throws IllegalArgumentException with what was found
   */
  abstract BackendRegistry open(Definition definition, Environment environment);

  /** Goes through with a case. */
  Observed run(Row row, Path folder) throws IOException {
    List<ExchangeEntry> entries = new ArrayList<>();
    BackendObserver observer =
        new BackendObserver() {
          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            entries.add(entry);
          }
        };
    BackendRegistry registry;
    try {
      registry = open(row.definition(), Environment.system().withObserver(observer));
    } catch (IllegalArgumentException e) {
      return new Observed.Refused(e.getMessage());
    }
    try (registry) {
      return call(registry.backend(row.target()), row.call(), entries);
    }
  }

  private static Observed call(Backend backend, Row.Call call, List<ExchangeEntry> entries)
      throws IOException {
    Optional<Observed.Answer> answer = Optional.empty();
    Optional<Observed.Failure> failure = Optional.empty();
    try (Response response = send(backend, call)) {
      answer =
          Optional.of(
              new Observed.Answer(
                  response.code(), response.headers().toMultimap(), response.body().byteString()));
    } catch (BackendException e) {
      failure = Optional.of(Observed.Failure.of(e));
    } catch (InvalidBackendException e) {
      throw new AssertionError("opened, and found invalid by a call", e);
    } catch (IllegalArgumentException e) {
      return new Observed.Misused(e.getMessage());
    }
    ExchangeEntry entry = entries.get(0);
    List<String> warnings = entry.report().warnings();
    Map<String, Object> log = entry.fields();
    return new Observed.Ended(failure, answer, Optional.of(warnings), log);
  }

  private static Response send(Backend backend, Row.Call call) throws IOException {
    if (call.url().isPresent()) {
      return backend.newCall(okhttpRequest(call)).execute();
    }
    BackendRequest request = backend.request(call.method(), call.path());
    call.headers()
        .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
    call.variables().forEach(request::with);
    if (call.body().isPresent()) {
      request.body(call.requestBody());
    }
    return request.send();
  }

  private static Request okhttpRequest(Row.Call call) {
    return new Request.Builder()
        .url(call.url().orElseThrow())
        .headers(call.okhttpHeaders())
        .method(call.method(), call.body().isPresent() ? call.requestBody() : null)
        .build();
  }
}
