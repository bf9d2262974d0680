package io.forebay.benchmarks.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.benchmarks.calls.clients.Catalog;
import io.forebay.benchmarks.calls.clients.Client;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One client in a JVM of its own that stays warm from window to window. The process reads one line
 * for each window and answers with one.
 */
final class Agent implements AutoCloseable {
  private static final List<String> MEMORY = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");

  private final Catalog client;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader replies;
  private final int javaFeature;

  private Agent(Catalog client, Process process) throws IOException {
    this.client = client;
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.replies = process.inputReader(UTF_8);
    this.javaFeature = Integer.parseInt(reply());
  }

  /**
   * Starts the process and waits until it is there.
   *
   * @param jdk the home of the Java to run it on
   * @param folder where it writes what it has to say beside
   */
  static Agent start(Catalog client, Path jdk, String origin, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.addAll(MEMORY);
    command.addAll(arguments(Agent.class, client.key(), origin));
    Process process =
        new ProcessBuilder(Machine.onClientCore(command))
            .redirectError(folder.resolve(client.key() + ".txt").toFile())
            .start();
    return new Agent(client, process);
  }

  /** The command that runs a program of ours on this Java. */
  static List<String> java(Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments(program, arguments));
    return command;
  }

  private static List<String> arguments(Class<?> program, Object... arguments) {
    List<String> words =
        new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(words::add);
    return words;
  }

  /** The process: {@code Agent CLIENT ORIGIN}. */
  public static void main(String[] arguments) throws Exception {
    PrintStream replies = System.out;
    System.setOut(System.err); // Whatever a client prints is no reply.
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Client client = Catalog.of(arguments[0]).open(arguments[1])) {
      replies.println(Runtime.version().feature());
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        String[] words = line.split(" ", -1);
        Load load = new Load(client, Work.of(words[0]), Integer.parseInt(words[1]));
        replies.println(load.run(Duration.parse(words[2]), Duration.parse(words[3])).toLine());
      }
    }
    System.exit(0); // Clients leave threads behind.
  }

  /** One window; see {@link Load}. */
  Window run(Cell cell, Duration ramp, Duration window) throws IOException {
    requests.write(cell.work().key() + " " + cell.callers() + " " + ramp + " " + window + "\n");
    requests.flush();
    return Window.ofLine(reply());
  }

  private String reply() throws IOException {
    String line = replies.readLine();
    if (line == null) {
      throw new IOException(client.key() + " died: see the file " + client.key() + ".txt");
    }
    return line;
  }

  Catalog client() {
    return client;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  int javaFeature() {
    return javaFeature;
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
