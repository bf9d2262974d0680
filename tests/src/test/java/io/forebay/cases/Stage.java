package io.forebay.cases;

import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The origins of a scenario. Whoever sets it closes it. */
final class Stage implements AutoCloseable {
  private final Map<String, MisbehavingOrigin> origins = new LinkedHashMap<>();
  private final Gate gate = new Gate();
  private final Scenario scenario;

  /** Starts the origins, and puts the files into the folder. */
  Stage(ScenarioTable.Draft draft, Path folder) throws IOException {
    Map<String, Object> places = new LinkedHashMap<>();
    for (String name : draft.origins()) {
      origins.put(name, MisbehavingOrigin.start());
      places.put("$" + name, origins.get(name).url());
    }
    try (MisbehavingOrigin gone = MisbehavingOrigin.start()) {
      places.put("$NOBODY", gone.url());
    }
    places.put("$FOLDER", folder.toString());
    for (Map.Entry<String, String> file : draft.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    scenario = draft.at(places);
    scenario.origins().forEach((name, replies) -> script(origins.get(name), replies));
  }

  private void script(MisbehavingOrigin origin, List<Scenario.Reply> replies) {
    for (Scenario.Reply reply : replies) {
      Behaviour answer = reply.answer().behaviour();
      Behaviour behaviour = reply.held() ? Behaviour.hold(gate, answer) : answer;
      origin.enqueue(behaviour).respond(answer);
    }
  }

  /** The scenario with the places of these origins. */
  Scenario scenario() {
    return scenario;
  }

  /** Lets go of answers that are held, once one is asked for. */
  void release() {
    if (scenario.origins().values().stream().flatMap(List::stream).anyMatch(Scenario.Reply::held)) {
      gate.awaitArrivals(1, Duration.ofSeconds(10));
    }
    gate.open();
  }

  /** What an origin got. */
  List<ReceivedRequest> received(String origin) {
    return origins.get(origin).requests();
  }

  /** The names of the origins. */
  Iterable<String> names() {
    return origins.keySet();
  }

  @Override
  public void close() {
    origins.values().forEach(MisbehavingOrigin::close);
  }
}
