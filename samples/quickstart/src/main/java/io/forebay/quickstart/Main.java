package io.forebay.quickstart;

import java.util.List;

/** The table of contents: runs every recipe against three origins on this machine. */
public final class Main {
  private static final List<Recipe> RECIPES =
      List.of(
          new FluentBackend(),
          new BackendsFromText(),
          new Refining(),
          new FallingIll(),
          new OneOfThree(),
          new EveryTimeout(),
          new FullPool(),
          new NotWaiting());

  private Main() {}

  /** Ends with code 0 if everything came out as told, else with 1 and the reason. */
  public static void main(String... arguments) {
    System.exit(run() ? 0 : 1);
  }

  private static boolean run() {
    Timeline timeline = new Timeline(System.out);
    try (Origins origins = Origins.start()) {
      timeline.begin(origins);
      for (Recipe recipe : RECIPES) {
        timeline.chapter(recipe.title());
        recipe.cook(origins, timeline);
      }
      timeline.end("Everything came out as told.");
      return true;
    } catch (Exception e) {
      timeline.end("This did not come out as told: " + e);
      return false;
    }
  }
}
