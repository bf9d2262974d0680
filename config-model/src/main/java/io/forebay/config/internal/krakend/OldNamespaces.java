package io.forebay.config.internal.krakend;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces of KrakenD 1: import paths of Go, which KrakenD 2 still takes. Some files have an
 * underscore for the dot of the host, and projects that moved have the name of their new owner.
 */
final class OldNamespaces {
  private static final int LONGEST = 128;
  private static final Pattern PATH =
      Pattern.compile("github[._]com/(?:devopsfaith|krakendio|luraproject)/(.+)");
  private static final Map<String, String> TODAY = names();

  private OldNamespaces() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    names.put("krakend-circuitbreaker/gobreaker", Namespaces.BREAKER);
    names.put("krakend-ratelimit/juju/proxy", "qos/ratelimit/proxy");
    names.put("krakend-httpcache", "qos/http-cache");
    names.put("krakend-oauth2-clientcredentials", "auth/client-credentials");
    names.put("krakend-cel", "validation/cel");
    names.put("krakend-martian", "modifier/martian");
    names.put("krakend-lua/proxy", "modifier/lua-proxy");
    names.put("krakend-lua/proxy/backend", "modifier/lua-backend");
    names.put("krakend-lambda", "backend/lambda");
    names.put("krakend-amqp/consume", "backend/amqp/consumer");
    names.put("krakend-amqp/produce", "backend/amqp/producer");
    names.put("krakend-pubsub/subscriber", "backend/pubsub/subscriber");
    names.put("krakend-pubsub/publisher", "backend/pubsub/publisher");
    for (String framework : new String[] {"krakend/", "lura/"}) {
      names.put(framework + "http", "backend/http");
      names.put(framework + "proxy", "proxy");
      names.put(framework + "proxy/plugin", "plugin/req-resp-modifier");
      names.put(framework + "transport/http/client/executor", "plugin/http-client");
      names.put(framework + "transport/http/client/graphql", "backend/graphql");
    }
    return Map.copyOf(names);
  }

  /** What a namespace is called today; itself, if it is called so today. */
  static String today(String namespace) {
    if (namespace.length() > LONGEST) {
      return namespace;
    }
    Matcher path = PATH.matcher(namespace);
    return path.matches() ? TODAY.getOrDefault(path.group(1), namespace) : namespace;
  }
}
