package io.forebay.benchmarks.calls.clients;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The clients, in the order of the tables. */
public enum Catalog {
  RAW("raw sockets", false),
  OKHTTP("OkHttp", true),
  FOREBAY("Forebay, defaults", true),
  FOREBAY_WIDE("Forebay, 512 connections", true),
  FOREBAY_FULL("Forebay, every feature", true),
  APACHE("Apache HttpClient 5", true),
  ARMERIA("Armeria", true),
  JDK("JDK HttpClient", true),
  FEIGN("Feign + OkHttp + resilience4j", false),
  SPRING("RestClient + Spring Cloud LoadBalancer", false),
  DIALOGUE("Dialogue", true);

  private final String title;
  private final boolean async;

  Catalog(String title, boolean async) {
    this.title = title;
    this.async = async;
  }

  /** What tables call it. */
  public String title() {
    return title;
  }

  /** Whether it is an {@link AsyncClient}. */
  public boolean async() {
    return async;
  }

  /** What the command line calls it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Opens it for an origin such as {@code http://127.0.0.1:8080}. */
  public Client open(String origin) {
    return switch (this) {
      case RAW -> new RawClient(origin);
      case OKHTTP -> new OkHttpPeer(origin);
      case FOREBAY -> new ForebayClient(origin);
      case FOREBAY_WIDE -> ForebayClient.wide(origin);
      case FOREBAY_FULL -> new ForebayFullClient(origin);
      case APACHE -> new ApacheClient(origin);
      case ARMERIA -> new ArmeriaClient(origin);
      case JDK -> new JdkClient(origin);
      case FEIGN -> new FeignClient(origin);
      case SPRING -> new SpringClient(origin);
      case DIALOGUE -> new DialogueClient(origin);
    };
  }

  /** The client that the command line calls so. */
  public static Catalog of(String key) {
    return Arrays.stream(values())
        .filter(client -> client.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(key + " is no client (expected: " + keys() + ")"));
  }

  private static List<String> keys() {
    return Arrays.stream(values()).map(Catalog::key).toList();
  }
}
