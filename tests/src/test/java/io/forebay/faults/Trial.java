package io.forebay.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRequest;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Meets faults of the lab, each with a backend of its own: the call, then a good call over the same
 * backend, then what the origin counted. Runs in a JVM of its own, which a fault may bring down.
 */
final class Trial {
  /** What precedes a result in the output, whose columns tabs part. */
  static final String RESULT = "RESULT";

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofMillis(1_500);
  private static final Duration TOTAL = Duration.ofSeconds(6);
  private static final long HUNG_MILLIS = TOTAL.toMillis() + 150;
  private static final long PATIENCE_MILLIS = 15_000;
  private static final long NOTABLE_HEAP = 100L << 20;

  private static final ConcurrentLinkedQueue<String> UNCAUGHT = new ConcurrentLinkedQueue<>();

  private final Lab lab;
  private final Fault fault;
  private final String id;
  private final ExecutorService caller;
  private final List<String> problems = new ArrayList<>();

  private Trial(Lab lab, Fault fault, ExecutorService caller) {
    this.lab = lab;
    this.fault = fault;
    this.caller = caller;
    this.id = "forebay-" + Long.toString(System.nanoTime(), 36);
  }

  /** Runs the faults of a table, those named or else those that need no JVM of their own. */
  public static void main(String[] arguments) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> UNCAUGHT.add(e.toString()));
    Lab lab = Lab.find();
    Fault.Table table = Fault.Table.valueOf(arguments[0]);
    List<String> names = List.of(arguments).subList(1, arguments.length);
    ExecutorService caller = Executors.newCachedThreadPool();
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    for (Fault fault : Fault.plan()) {
      boolean wanted = names.isEmpty() ? !fault.is("heavy") : names.contains(fault.name());
      if (fault.table() == table && wanted) {
        Trial trial = new Trial(lab, fault, caller);
        out.println(trial.result());
      }
    }
    System.exit(0); // A call that hung, or a lookup, is no reason to stay.
  }

  /** Name, cell, and what of it is not permitted, unless that is known to happen. */
  private String result() throws Exception {
    String cell = run();
    boolean open = fault.is("open");
    return String.join(
        "\t",
        RESULT,
        fault.name(),
        open ? cell + " †" : cell,
        open ? "" : String.join(", ", problems));
  }

  private String run() throws Exception {
    HeapWatch heap = new HeapWatch();
    StringBuilder cell = new StringBuilder();
    try (ManagedBackend backend = backend()) {
      if (fault.is("warm")) {
        call(backend, "GET", "/m/ok", 0, "warm-" + id);
      }
      Outcome outcome = call(backend, fault.method(), fault.path(), fault.bytes(), id);
      cell.append(outcome.shown(HUNG_MILLIS));
      judge(outcome, cell);
      Outcome next = fault.is("no-probe") ? null : next(backend);
      cell.append(arrivals()).append(next == null ? "" : met(outcome, next));
      if (!comesToRest(backend)) {
        problems.add("does not come to rest");
        cell.append(" **busy: ").append(backend.stats().leased()).append("**");
      }
    }
    if (!UNCAUGHT.isEmpty()) {
      problems.add("uncaught " + UNCAUGHT);
      cell.append(" **uncaught**");
      UNCAUGHT.clear();
    }
    long grown = heap.stop();
    return cell.append(grown > NOTABLE_HEAP ? " heap " + (grown >> 20) + "MB" : "").toString();
  }

  private ManagedBackend backend() {
    boolean asked = fault.value("name").isPresent();
    String host =
        fault
            .value("name")
            .map(name -> name + ".lab.test")
            .orElse(fault.secure() && !fault.is("by-ip") ? "good.lab.test" : "127.0.0.1");
    BackendBuilder builder =
        Backend.builder("lab")
            .environment(Environment.system().withNames(name -> lab.resolve(name, asked)))
            .origin((fault.secure() ? "https://" : "http://") + host + ":" + lab.port(fault))
            .http2(fault.http2())
            .connectTimeout(CONNECT)
            .ttfbTimeout(SILENCE)
            .betweenBytesTimeout(SILENCE)
            .timeout(TOTAL);
    fault.value("proxy").ifPresent(kind -> builder.proxy(proxy(kind)));
    if (fault.is("public-only")) {
      builder.publicOnly(true);
    }
    fault.value("most-bytes").ifPresent(most -> builder.maxResponseBytes(Long.parseLong(most)));
    if (fault.is("no-dns-cache")) {
      builder.dnsTtl(Duration.ZERO);
    }
    if (fault.secure()) {
      builder.tls(
          tls -> {
            tls.ca(lab.certificate("ca.crt")).platformCa(false);
            fault
                .value("p12")
                .ifPresent(
                    file ->
                        tls.clientCertificate(lab.certificate(file)).clientKeyPassword("changeit"));
          });
    }
    return builder.build();
  }

  private String proxy(String kind) {
    String scheme = kind.startsWith("socks-") ? "socks5h://" : "http://";
    return scheme + (fault.is("login") ? "u:p@" : "") + "127.0.0.1:" + lab.proxy(kind);
  }

  // ---- calling

  private Outcome call(Backend backend, String method, String path, int bytes, String callId)
      throws Exception {
    Future<Outcome> call = caller.submit(() -> made(backend, method, path, bytes, callId));
    try {
      return call.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Outcome.hung(PATIENCE_MILLIS);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // Its output is kept for whoever looks.
  private static Outcome made(
      Backend backend, String method, String path, int bytes, String callId) {
    Outcome.Call call = new Outcome.Call();
    try {
      BackendRequest request = backend.request(method, path).header("X-Lab-Id", callId);
      if (method.equals("POST") || method.equals("PUT")) {
        request.body(zeros(bytes));
      }
      try (Response response = request.send()) {
        call.status = response.code();
        call.id = String.valueOf(response.header("X-Lab-Id", ""));
        call.coded = response.header("Content-Encoding") != null;
        drain(response.body().byteStream(), call);
      }
      return Outcome.of(call, null);
    } catch (Throwable e) {
      Outcome outcome = Outcome.of(call, e);
      System.err.println(callId + " " + path);
      e.printStackTrace();
      return outcome;
    }
  }

  private static void drain(InputStream body, Outcome.Call call) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      call.bytes += count;
    }
  }

  private static RequestBody zeros(int bytes) {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return MediaType.get("application/octet-stream");
      }

      @Override
      public long contentLength() {
        return bytes;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        byte[] block = new byte[8 * 1024];
        for (int left = bytes; left > 0; left -= block.length) {
          sink.write(block, 0, Math.min(left, block.length));
        }
      }
    };
  }

  private Outcome next(Backend backend) throws Exception {
    if (!fault.is("probe-at-once")) {
      Waiting.holds(ofMillis(120), () -> false); // What the origin sends late is to be there.
    }
    boolean post = fault.is("probe-post");
    return call(backend, post ? "POST" : "GET", "/m/ok", post ? 1 : 0, "next-" + id);
  }

  // ---- judging

  private void judge(Outcome outcome, StringBuilder cell) {
    if (outcome.unforeseen()) {
      problems.add("no exception of ours: " + outcome.failure());
    }
    if (outcome.millis() > HUNG_MILLIS) {
      problems.add("hung");
    }
    if (misrouted(outcome, id)) {
      problems.add("answered with another's answer");
      cell.append(" **MISROUTED**");
    }
    if (!fault.permitted().contains(outcome.kind())) {
      problems.add(outcome.kind() + " (permitted: " + String.join(", ", fault.permitted()) + ")");
    }
  }

  private static boolean misrouted(Outcome outcome, String expected) {
    return !outcome.id().isEmpty() && !outcome.id().equals(expected);
  }

  private String arrivals() throws IOException {
    int counted = lab.count(id);
    int next = lab.count("next-" + id);
    if (counted > fault.mostArrivals()) {
      problems.add(fault.method() + " seen " + counted + " times");
    }
    if (fault.is("probe-post") && next > 1) {
      problems.add("the next call's POST seen " + next + " times");
    }
    return counted > 1 ? " x" + counted : "";
  }

  /** What the next call met; behind a bad port or proxy the same as the call itself. */
  private String met(Outcome outcome, Outcome next) {
    String expected = "next-" + id;
    if (next.failure().isEmpty() && next.status() == 200 && next.id().equals(expected)) {
      return "";
    }
    if (misrouted(next, expected)) {
      problems.add("the next call got another's answer");
      return "; **next: MISROUTED**";
    }
    boolean samePort = fault.path().equals("/m/ok");
    if ((samePort && fault.permitted().contains(next.kind())) || fault.is("next=" + next.kind())) {
      return next.kind().equals(outcome.kind()) ? "" : "; next: " + next.shown(HUNG_MILLIS);
    }
    problems.add("next call: " + next.kind());
    return "; **next: " + next.shown(HUNG_MILLIS) + "**";
  }

  private static boolean comesToRest(Backend backend) {
    return Waiting.holds(
        ofSeconds(2), () -> backend.stats().leased() == 0 && backend.stats().waiting() == 0);
  }

  /** Looks at the heap while a fault is met. */
  private static final class HeapWatch {
    private final Thread thread = new Thread(this::look, "heap watch");
    private final long before;
    private volatile boolean stopped;
    private volatile long most;

    HeapWatch() {
      System.gc(); // To see what grows.
      before = used();
      thread.setDaemon(true);
      thread.start();
    }

    private void look() {
      while (!stopped) {
        most = Math.max(most, used());
        LockSupport.parkNanos(5_000_000);
      }
    }

    private static long used() {
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }

    long stop() {
      stopped = true;
      return most - before;
    }
  }
}
