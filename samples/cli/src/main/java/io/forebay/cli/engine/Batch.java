package io.forebay.cli.engine;

import io.forebay.cli.engine.InputLines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A request a line in, a result a line out, in the same order. A line that is no request has a
 * result too, which says so; blank lines have none.
 */
public final class Batch {
  private final Caller caller;
  private final int concurrency;

  /**
   * A batch of calls.
   *
   * @param concurrency most calls at the same time; above zero
   */
  public Batch(Caller caller, int concurrency) {
    this.caller = caller;
    this.concurrency = concurrency;
  }

  /**
   * Answers every line until the input ends.
   *
   * @throws IOException if the input cannot be read or the output cannot be written
   */
  public void run(InputStream in, OutputStream out) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(concurrency, Batch::daemon);
    OrderedWindow window = new OrderedWindow();
    // Reading has a thread of its own: nothing can wake it from a silent input, and nobody waits.
    daemon(() -> read(new InputLines(in), workers, window)).start();
    try {
      write(window, out);
    } finally {
      window.close();
      workers.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "batch");
    thread.setDaemon(true);
    return thread;
  }

  private void read(InputLines lines, ExecutorService workers, OrderedWindow window) {
    try {
      readAll(lines, workers, window);
      window.end(null);
    } catch (IOException e) {
      window.end(e);
    } catch (RuntimeException | Error e) {
      window.end(new IOException("the input was not read to its end", e));
    }
  }

  private void readAll(InputLines lines, ExecutorService workers, OrderedWindow window)
      throws IOException {
    boolean wanted = true;
    for (Optional<Line> next = lines.next(); wanted && next.isPresent(); next = lines.next()) {
      Line line = next.get();
      if (!line.isBlank()) {
        wanted =
            window.add(
                line.bytes().size(),
                () -> CompletableFuture.supplyAsync(() -> answer(line), workers));
      }
    }
  }

  private byte[] answer(Line line) {
    return (ResultJson.line(result(line)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private CallResult result(Line line) {
    String backend = "";
    try {
      CallRequest request = RequestJson.read(line.text());
      backend = request.target().backend();
      return caller.call(request);
    } catch (InputException e) {
      return CallResult.refused(backend, "line " + line.number() + ": " + e.problem());
    } catch (RuntimeException e) {
      // A mistake of ours; the other lines are not to suffer for it.
      return CallResult.without(
          backend, CallFailure.unexpected("line " + line.number() + ": unexpected: " + e));
    }
  }

  private static void write(OrderedWindow window, OutputStream out) throws IOException {
    for (Optional<byte[]> next = window.take(); next.isPresent(); next = window.take()) {
      out.write(next.get());
      out.flush(); // Whoever reads may wait for this answer before asking again.
    }
  }
}
