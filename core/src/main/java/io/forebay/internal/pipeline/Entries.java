package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.BackendTransferException;
import io.forebay.BackendTransferException.Received;
import io.forebay.ExchangeEntry;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Makes the log entries of a backend's exchanges, once each has ended. */
final class Entries {
  private static final List<String> OF_REQUEST = List.of("user-agent", "accept", "referer");
  private static final List<String> OF_RESPONSE =
      List.of("cache-control", "content-encoding", "content-type", "location");

  private final Origin first;
  private final ShownPath shownPath;
  private final Observers observers;
  private final List<String> ofRequest;

  Entries(Origin first, ShownPath shownPath, Observers observers) {
    this.first = first;
    this.shownPath = shownPath;
    this.observers = observers;
    ofRequest = OF_REQUEST.stream().filter(name -> !shownPath.hides(name)).toList();
  }

  /** The exchange came to nothing, or its response is refused. */
  void failed(Exchange exchange, BackendException failure) {
    if (observers.none()) {
      return;
    }
    Optional<ExchangeEntry.Answered> answered =
        failure instanceof BackendTransferException lost
            ? lost.received().flatMap(refused -> refused(exchange, refused))
            : Optional.empty();
    tell(exchange, answered, Optional.of(failure));
  }

  /**
   * The response has been read as far as it will be.
   *
   * @param response as the caller got it
   * @param bytes of its body that were read
   * @param failure why the body broke off; null: it did not
   */
  void ended(Exchange exchange, Response response, long bytes, @Nullable BackendException failure) {
    if (observers.none()) {
      return;
    }
    Response origins = exchange.answered() == null ? response : exchange.answered();
    tell(
        exchange,
        Optional.of(answered(exchange, origins, response.code(), bytes)),
        Optional.ofNullable(failure));
  }

  /** Empty if the failure is of an attempt whose response was forgotten for another one. */
  private static Optional<ExchangeEntry.Answered> refused(Exchange exchange, Received refused) {
    return Optional.ofNullable(exchange.answered())
        .map(origins -> answered(exchange, origins, refused.status(), refused.body().length));
  }

  private static ExchangeEntry.Answered answered(
      Exchange exchange, Response origins, int shown, long bytes) {
    return new ExchangeEntry.Answered(
        origins.code(),
        shown,
        origins.protocol().toString(),
        bytes,
        chosen(exchange, origins.headers(), OF_RESPONSE));
  }

  private void tell(
      Exchange exchange,
      Optional<ExchangeEntry.Answered> answered,
      Optional<BackendException> failure) {
    Request asked = exchange.asked();
    if (observers.none() || asked == null) {
      return;
    }
    ExchangeEntry entry =
        new ExchangeEntry(exchange.report(), asked(exchange, asked), answered, failure);
    observers.tell(observer -> observer.exchangeEnded(entry));
  }

  private ExchangeEntry.Asked asked(Exchange exchange, Request asked) {
    Request handedOver = exchange.handedOver();
    Request sent = handedOver == null ? asked : handedOver;
    OriginPool pool = exchange.pool(); // None where no origin could be chosen.
    Origin origin = pool == null ? first : pool.origin();
    String host = sent.header("Host");
    return new ExchangeEntry.Asked(
        sent.method(),
        pool == null ? first.withPort() : pool.shownOrigin(),
        host == null ? origin.host() : Hosts.name(host),
        origin.port(),
        exchange.told().withoutTokens(shownPath.of(asked.url(), sent.url())),
        length(sent),
        chosen(exchange, sent.headers(), ofRequest),
        user(sent.header("Authorization")).map(exchange.told()::withoutTokens),
        pool == null ? Optional.empty() : pool.proxy());
  }

  private static long length(Request request) {
    try {
      return request.body() == null ? 0 : request.body().contentLength();
    } catch (IOException e) {
      return -1;
    }
  }

  /** The user before the colon; a login without a colon may be nothing but a secret. */
  private static Optional<String> user(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] login = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(login, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(0, colon));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> chosen(
      Exchange exchange, Headers headers, List<String> names) {
    Map<String, String> chosen = Map.of();
    for (String name : names) {
      String last = headers.get(name);
      if (last != null) {
        List<String> values = headers.values(name);
        chosen = chosen.isEmpty() ? new LinkedHashMap<>(8) : chosen;
        String all = values.size() == 1 ? last : String.join("|", values);
        chosen.put(name, exchange.told().withoutTokens(all));
      }
    }
    return chosen;
  }
}
