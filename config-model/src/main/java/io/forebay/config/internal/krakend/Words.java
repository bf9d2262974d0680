package io.forebay.config.internal.krakend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of the root, of endpoints and of backends, and what becomes of each. */
final class Words {
  private static final String GATEWAY = "belongs to the gateway; not carried";
  private static final String INBOUND = "belongs to what clients of the gateway see; not carried";

  /** What becomes of lists that say what a gateway forwards. */
  static final String FORWARDING =
      "nothing is forwarded here but what the caller of the backend gives; not carried";

  private static final String SHAPING =
      "responses are handed on as they came; the caller has to shape them";
  private static final String IDLE =
      "idle connections are not counted here, only all of them (max_connections); not carried";

  /** The whole file. */
  static final Map<String, Word> ROOT = root();

  /** One endpoint. */
  static final Map<String, Word> ENDPOINT = endpoint();

  /** One backend of an endpoint. */
  static final Map<String, Word> BACKEND = backend();

  private Words() {}

  private static Map<String, Word> root() {
    Map<String, Word> words = new HashMap<>();
    read(words, Word.Type.NUMBER, "version");
    read(words, Word.Type.TEXTS, "host");
    read(words, Word.Type.LIST, "endpoints");
    read(words, Word.Type.OBJECT, "client_tls", "extra_config");
    read(
        words,
        Word.Type.BOOLEAN,
        "disable_rest",
        "disable_keep_alives",
        "allow_insecure_connections");
    read(words, Word.Type.TEXT, "timeout", "dialer_timeout", "dialer_keep_alive");
    read(words, Word.Type.TEXT, "idle_connection_timeout", "response_header_timeout");
    noted(words, GATEWAY, Word.Type.TEXT, "name", "listen_ip", "address", "output_encoding");
    noted(words, GATEWAY, Word.Type.TEXT, "read_timeout", "read_header_timeout", "write_timeout");
    noted(words, GATEWAY, Word.Type.TEXT, "max_shutdown_wait_time");
    noted(words, GATEWAY, Word.Type.NUMBER, "port", "max_header_bytes");
    noted(words, GATEWAY, Word.Type.OBJECT, "tls", "plugin");
    noted(words, GATEWAY, Word.Type.LIST, "async_agent");
    noted(words, GATEWAY, Word.Type.BOOLEAN, "debug_endpoint", "echo_endpoint", "sequential_start");
    noted(words, GATEWAY, Word.Type.BOOLEAN, "use_h2c");
    noted(words, INBOUND, Word.Type.TEXT, "cache_ttl");
    noted(words, IDLE, Word.Type.NUMBER, "max_idle_connections", "max_idle_connections_per_host");
    noted(
        words,
        "addresses are dialled one after the other here; not carried",
        Word.Type.TEXT,
        "dialer_fallback_delay");
    noted(
        words,
        "bodies are sent at once, unless a caller asks; not carried",
        Word.Type.TEXT,
        "expect_continue_timeout");
    noted(words, "a dns_ttl of 30 s holds; not carried", Word.Type.TEXT, "dns_cache_ttl");
    noted(
        words,
        "callers ask for compressed responses or not; not carried",
        Word.Type.BOOLEAN,
        "disable_compression");
    return Map.copyOf(words);
  }

  private static Map<String, Word> endpoint() {
    Map<String, Word> words = new HashMap<>();
    read(words, Word.Type.TEXT, "endpoint", "method", "timeout", "output_encoding");
    read(words, Word.Type.LIST, "backend");
    read(words, Word.Type.OBJECT, "extra_config");
    read(words, Word.Type.NUMBER, "concurrent_calls");
    noted(words, INBOUND, Word.Type.TEXT, "cache_ttl");
    read(words, Word.Type.TEXTS, "input_headers", "input_query_strings");
    return Map.copyOf(words);
  }

  private static Map<String, Word> backend() {
    Map<String, Word> words = new HashMap<>();
    read(words, Word.Type.TEXT, "url_pattern", "method", "sd", "sd_scheme", "encoding");
    read(words, Word.Type.TEXTS, "host");
    read(words, Word.Type.BOOLEAN, "disable_host_sanitize");
    read(words, Word.Type.OBJECT, "extra_config");
    noted(words, SHAPING, Word.Type.TEXT, "group", "target");
    noted(words, SHAPING, Word.Type.TEXTS, "allow", "deny");
    noted(words, SHAPING, Word.Type.OBJECT, "mapping");
    noted(words, SHAPING, Word.Type.BOOLEAN, "is_collection");
    noted(words, FORWARDING, Word.Type.TEXTS, "input_headers", "input_query_strings");
    noted(
        words,
        "KrakenD takes the endpoint's; not carried",
        Word.Type.ANY,
        "timeout",
        "concurrent_calls");
    return Map.copyOf(words);
  }

  private static void read(Map<String, Word> words, Word.Type type, String... names) {
    List.of(names).forEach(name -> words.put(name, Word.read(type)));
  }

  private static void noted(
      Map<String, Word> words, String became, Word.Type type, String... names) {
    List.of(names).forEach(name -> words.put(name, Word.noted(type, became)));
  }
}
