package io.forebay.internal.discovery;

import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that says what the test tells it to. */
final class Script implements OriginSource {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile OriginSource now = () -> Listing.of(List.of());

  /** Answers with these from now on, good for so many seconds. */
  Script says(int seconds, String... urls) {
    Listing listing = Listing.of(origins(urls), Duration.ofSeconds(seconds));
    return does(() -> listing);
  }

  /** Fails from now on. */
  Script fails(String why) {
    return does(
        () -> {
          throw new IOException(why);
        });
  }

  Script does(OriginSource other) {
    now = other;
    return this;
  }

  int asked() {
    return asked.get();
  }

  @Override
  public Listing origins() throws IOException {
    asked.incrementAndGet();
    return now.origins();
  }

  static List<WeightedOrigin> origins(String... urls) {
    return Arrays.stream(urls).map(url -> Origin.of(url).weight(1)).toList();
  }
}
