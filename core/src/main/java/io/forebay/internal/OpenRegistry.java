package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.InvalidBackendException;
import io.forebay.InvalidVersionException;
import io.forebay.RegistryContent;
import io.forebay.RegistryDraft;
import io.forebay.RegistryVersion;
import io.forebay.RegistryWatch;
import io.forebay.health.HealthOverride;
import io.forebay.internal.threads.Workers;
import io.forebay.internal.versions.Draft;
import io.forebay.internal.versions.FileWatch;
import io.forebay.internal.versions.History;
import io.forebay.spec.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backends and refinements by label, in versions. What is in force is one reference. */
final class OpenRegistry implements BackendRegistry {
  private static final Logger log = LoggerFactory.getLogger(OpenRegistry.class);

  private final Opening.Terms terms;
  private final History history = new History(Instant::now);
  private final Set<Draining> draining = ConcurrentHashMap.newKeySet();
  private final Set<FileWatch> watches = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, BackendHandle> handles = new ConcurrentHashMap<>();
  private final ReentrantLock activating = new ReentrantLock();
  private final RegistryNews news;
  private volatile Era era = Era.NONE; // Written under activating.
  private volatile boolean closed; // Written under activating.

  private OpenRegistry(Opening.Terms terms) {
    this.terms = terms;
    news = new RegistryNews(terms.environment().observers());
  }

  static BackendRegistry open(
      RegistryContent content, List<String> earlierFindings, Opening.Terms terms) {
    OpenRegistry registry = new OpenRegistry(terms);
    Opening opening = new Opening(content, Era.NONE, terms, registry::backend);
    List<String> findings = new ArrayList<>(earlierFindings);
    findings.addAll(opening.findings());
    if (!findings.isEmpty()) {
      opening.discard();
      throw new InvalidBackendException("registry", findings);
    }
    RegistryVersion first = registry.history.create(content, "");
    RegistryVersion active = registry.history.activated(first.number());
    registry.era = opening.open(first.number());
    registry.news.activated(RegistryContent.EMPTY, active);
    registry.news.tell();
    return registry;
  }

  // ---- who is called

  @Override
  public Backend backend(String label) {
    return handle(label);
  }

  private BackendHandle handle(String label) {
    requireOpen();
    Era now = era;
    LazyView view = now.view(label);
    if (view == null) {
      throw new NoSuchElementException(now.missing(label));
    }
    BackendHandle known = handles.get(label);
    return known == null
        ? handles.computeIfAbsent(label, each -> new BackendHandle(new InForce(each), view))
        : known;
  }

  @Override
  public void overrideHealth(String label, HealthOverride said) {
    handle(label).overrideHealth(null, said);
  }

  @Override
  public void overrideHealth(String label, Origin origin, HealthOverride said) {
    handle(label).overrideHealth(origin, said);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the registry is closed");
    }
  }

  /** What has a label in the version that is active. */
  private final class InForce implements BackendHandle.Source {
    private final String label;

    InForce(String label) {
      this.label = label;
    }

    @Override
    public @Nullable LazyView now() {
      return era.view(label);
    }

    @Override
    public String missing() {
      Era now = era;
      return "not defined in version " + now.number() + " of the registry: " + now.missing(label);
    }
  }

  @Override
  public Set<String> labels() {
    return era.labels();
  }

  // ---- versions

  @Override
  public RegistryDraft draft(int number) {
    requireOpen();
    return new Draft(history, history.copy(number).number(), this::findings);
  }

  private List<String> findings(RegistryContent content) {
    Opening trial = new Opening(content, era, terms, this::backend);
    trial.discard();
    return trial.findings();
  }

  @Override
  public RegistryVersion active() {
    return history.active();
  }

  @Override
  public RegistryVersion version(int number) {
    return history.version(number);
  }

  @Override
  public List<RegistryVersion> versions() {
    return history.all();
  }

  @Override
  public RegistryVersion activate(int number) {
    return alone(
        () -> {
          RegistryVersion version = history.version(number);
          return version.state() == RegistryVersion.State.ACTIVE
              ? version
              : activate(version, history::activated);
        });
  }

  @Override
  public RegistryVersion rollBack() {
    return alone(() -> activate(history.version(history.before()), number -> history.rolledBack()));
  }

  /** One activation after the other; who listens is told when the next may begin. */
  private RegistryVersion alone(Supplier<RegistryVersion> activation) {
    RegistryVersion active;
    activating.lock();
    try {
      active = activation.get();
    } finally {
      activating.unlock();
    }
    news.tell();
    return active;
  }

  /** Under the lock. Editing ends before it is looked at, and goes on if it cannot be. */
  private RegistryVersion activate(RegistryVersion version, IntFunction<RegistryVersion> then) {
    requireOpen();
    RegistryVersion locked = history.lock(version.number());
    Opening opening = new Opening(locked.content(), era, terms, this::backend);
    if (!opening.findings().isEmpty()) {
      opening.discard();
      history.restore(version);
      throw new InvalidVersionException(version.number(), opening.findings());
    }
    RegistryContent old = history.active().content();
    Era before = era;
    Era next = opening.open(version.number());
    era = next;
    RegistryVersion active = then.apply(version.number());
    drain(before, next);
    news.activated(old, active);
    return active;
  }

  private void drain(Era before, Era next) {
    List<Slot> old = before.slots();
    List<Slot> replaced = new ArrayList<>(old);
    replaced.removeIf(slot -> next.slot(slot.label()) == slot);
    replaced.forEach(this::drain);
    handles.keySet().retainAll(next.labels());
    log.info(
        "registry: version {} is active ({} backends, {} kept as they were, {} replaced or gone)",
        next.number(),
        next.slots().size(),
        old.size() - replaced.size(),
        replaced.size());
  }

  private void drain(Slot slot) {
    Draining drain = new Draining(slot, terms.environment().clock(), draining::remove);
    draining.add(drain);
    drain.start();
  }

  @Override
  public RegistryWatch watch(
      RegistryWatch.Plan plan, RegistryWatch.Reader reader, RegistryWatch.Listener listener) {
    requireOpen();
    FileWatch.Followed followed = new FileWatch.Followed(this, this::findings, watches::remove);
    FileWatch watch =
        FileWatch.start(
            followed, plan, reader, news.of(plan.files(), listener), terms.environment().clock());
    watches.add(watch);
    if (closed) {
      watch.close(); // Who closed the registry may not have seen it.
    }
    return watch;
  }

  // ---- the end

  @Override
  public void close(Duration patience) {
    activating.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      activating.unlock();
    }
    List.copyOf(watches).forEach(FileWatch::close);
    List<Consumer<Duration>> open = new ArrayList<>();
    for (Slot slot : era.slots()) {
      if (!slot.closeUnopened()) {
        open.add(slot::close);
      }
    }
    draining.forEach(replaced -> open.add(replaced::close));
    CompletableFuture<?>[] closing =
        open.stream()
            .map(one -> CompletableFuture.runAsync(() -> one.accept(patience), Workers.executor()))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(closing).join();
  }
}
