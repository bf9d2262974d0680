package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.TransportSpec;
import java.util.Map;
import java.util.Optional;

/** Reads how one backend connects: {@code backend/http/client}, Enterprise in 2.3. */
final class ClientReader {
  private static final Map<String, Word> WORDS =
      Map.of(
          "client_tls", Word.read(Word.Type.OBJECT),
          "proxy_address", Word.read(Word.Type.TEXT),
          // Saying true is saying what holds here anyway.
          "no_redirect", Word.read(Word.Type.BOOLEAN),
          "send_body_on_redirect", Word.noted(Word.Type.BOOLEAN, "redirects are not followed"));

  private ClientReader() {}

  static TransportSpec read(Node.Mapping extra, Fields backend, TransportSpec shared) {
    Optional<Fields> found = Namespaces.read(extra, Namespaces.CLIENT, WORDS, backend);
    if (found.isEmpty()) {
      return shared;
    }
    Fields client = found.get();
    TransportSpec transport = proxied(client, shared);
    return client
        .object("client_tls")
        .map(
            tls ->
                transport.withTls(
                    TlsReader.read(
                        Fields.of(
                            tls, client.placeOf("client_tls"), TlsReader.WORDS, client.report()))))
        .orElse(transport);
  }

  private static TransportSpec proxied(Fields client, TransportSpec shared) {
    Optional<String> address = client.text("proxy_address");
    try {
      return address.map(text -> shared.withProxy(ProxySpec.of(text))).orElse(shared);
    } catch (IllegalArgumentException e) {
      client.found("proxy_address", String.valueOf(e.getMessage()));
      return shared;
    }
  }
}
