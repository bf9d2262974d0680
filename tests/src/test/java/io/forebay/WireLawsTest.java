package io.forebay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Value;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What holds for any path, query and form, seen from the origin: without edits every byte arrives
 * as OkHttp prints it, with edits what arrives is what was asked for, and what cannot be sent is
 * refused in our words.
 */
@PropertyDefaults(tries = 300)
class WireLawsTest {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private static MisbehavingOrigin origin;
  private static ManagedBackend plain;
  private static ManagedBackend responseOnly;
  private static ManagedBackend prefixed;
  private static ManagedBackend edited;

  @BeforeContainer
  static void open() {
    origin = MisbehavingOrigin.start();
    plain = users().build();
    responseOnly = users().responseHeaders(h -> h.set("X-A", "1")).build();
    prefixed = users().path("/p/{segment}/**").pathPrefix("/{segment}").build();
    edited =
        users()
            .queryParams(q -> q.remove("r").set("s", Value.template("{v}")).add("a", "1"))
            .formParams(f -> f.remove("r").set("s", Value.template("{v}")).add("a", "1"))
            .build();
  }

  private static BackendBuilder users() {
    return Backend.builder("users").origin(origin.url());
  }

  @AfterContainer
  static void close() {
    for (ManagedBackend backend : List.of(plain, responseOnly, prefixed, edited)) {
      assertThat(backend.stats().leased()).isZero();
      backend.close();
    }
    origin.close();
  }

  private static ReceivedRequest sent(Backend backend, Request request) throws IOException {
    try (Response response = backend.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    return origin.takeRequest(ofSeconds(10));
  }

  private static ReceivedRequest sent(BackendRequest request) throws IOException {
    try (Response response = request.send()) {
      assertThat(response.code()).isEqualTo(200);
    }
    return origin.takeRequest(ofSeconds(10));
  }

  private static String target(HttpUrl url) {
    return url.encodedPath() + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery());
  }

  // ---- without edits

  @Property
  void urlWithoutEditsArrivesByteForByte(@ForAll("urls") HttpUrl url) throws IOException {
    Request request = new Request.Builder().url(url).build();
    for (Backend backend : List.of(plain, responseOnly)) {
      assertThat(sent(backend, request).target()).isEqualTo(target(url));
    }
  }

  @Property
  void pathAndQueryAsTextArriveAsOkHttpPrintsThem(
      @ForAll("paths") String path, @ForAll("queries") String query) throws IOException {
    String text =
        "/" + path.replace("{", "{{").replace("?", "%3F") + "?" + query.replace("{", "{{");
    HttpUrl.Builder url = new HttpUrl.Builder().scheme("http").host("users");
    url.encodedPath("/" + path.replace("?", "%3F"));
    String target = target((query.isEmpty() ? url : url.encodedQuery(query)).build());
    try {
      assertThat(sent(plain.get(text)).target()).isEqualTo(target);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("path: holds a '");
    }
  }

  @Property
  void boundTextIsOneSegmentAndOneParameter(
      @ForAll("texts") String segment, @ForAll("texts") String param) throws IOException {
    try {
      ReceivedRequest seen =
          sent(plain.get("/a/{x}/b", segment).query("q", param).query(param, "v"));
      HttpUrl url = HttpUrl.get("http://users" + seen.target());

      assertThat(url.pathSegments()).containsExactly("a", wellFormed(segment), "b");
      assertThat(url.queryParameter("q")).isEqualTo(wellFormed(param));
      assertThat(url.queryParameterName(1)).isEqualTo(wellFormed(param));
      assertThat(url.querySize()).isEqualTo(2);
    } catch (IllegalArgumentException refused) {
      assertThat(segment.replace("%2e", ".").replace("%2E", ".")).isIn(".", "..");
    }
  }

  /** A lone surrogate is no character, and no encoding has it. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  @Property
  void bodyWithoutEditsArrivesByteForByte(@ForAll("bodies") byte[] body) throws IOException {
    Request request =
        new Request.Builder().url("http://users/").post(RequestBody.create(body, FORM)).build();
    for (Backend backend : List.of(plain, prefixed.refine(r -> r.path("/x").pathPrefix("/")))) {
      ReceivedRequest seen = sent(backend, request);

      assertThat(seen.body()).isEqualTo(body);
      assertThat(seen.headers("content-length")).containsExactly(Integer.toString(body.length));
      assertThat(seen.headers("content-type")).containsExactly(FORM.toString());
    }
  }

  // ---- with edits

  @Property
  void askedPathKeepsItsBytesAmongWhatIsConfigured(
      @ForAll("urls") HttpUrl url, @ForAll("texts") String text) throws IOException {
    String segment = "x" + text; // An empty one would leave doubled slashes, which become one.
    BackendRequest request =
        prefixed.get(url.encodedPath().replace("{", "{{")).with("segment", segment);
    try {
      String target = sent(request).target();

      assertThat(target).endsWith(url.encodedPath());
      List<String> segments = HttpUrl.get("http://users" + target).pathSegments();
      assertThat(segments.subList(0, 3))
          .containsExactly(wellFormed(segment), "p", wellFormed(segment));
    } catch (BackendRefusedException refused) {
      assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      assertThat(refused).hasMessageContaining("path traversal not allowed");
    }
  }

  @Property
  void editedQueryIsTheExpectedMultimap(
      @ForAll("params") Map<String, List<String>> given, @ForAll("texts") String value)
      throws IOException {
    BackendRequest request = edited.get("/x").with("v", value);
    given.forEach((name, values) -> values.forEach(one -> request.query(name, one)));

    HttpUrl url = HttpUrl.get("http://users" + sent(request).target());

    Map<String, List<String>> arrived = new TreeMap<>();
    url.queryParameterNames().forEach(name -> arrived.put(name, url.queryParameterValues(name)));
    assertThat(arrived).isEqualTo(expected(given, value));
  }

  @Property
  void editedFormIsTheExpectedMultimap(
      @ForAll("params") Map<String, List<String>> given, @ForAll("texts") String value)
      throws IOException {
    FormBody.Builder form = new FormBody.Builder();
    given.forEach((name, values) -> values.forEach(one -> form.add(name, one)));

    ReceivedRequest seen = sent(edited.post("/x").with("v", value).body(form.build()));

    assertThat(parsed(seen.bodyText())).isEqualTo(expected(given, value));
    assertThat(seen.headers("content-length"))
        .containsExactly(Integer.toString(seen.body().length));
  }

  private static Map<String, List<String>> expected(Map<String, List<String>> given, String value) {
    Map<String, List<String>> expected = new TreeMap<>(given);
    expected.values().removeIf(List::isEmpty);
    expected.remove("r");
    expected.put("s", List.of(wellFormed(value.replaceAll("[\r\n\0]", ""))));
    List<String> added = new ArrayList<>(expected.getOrDefault("a", List.of()));
    added.add("1");
    expected.put("a", added);
    return expected;
  }

  private static Map<String, List<String>> parsed(String form) {
    Map<String, List<String>> params = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      params
          .computeIfAbsent(
              URLDecoder.decode(pair.substring(0, equals), UTF_8), any -> new ArrayList<>())
          .add(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return params;
  }

  @Property
  void anythingIsSentOrRefusedInOurWords(
      @ForAll("urls") HttpUrl url, @ForAll("bodies") byte[] body, @ForAll("texts") String bound)
      throws IOException {
    int before = origin.requestCount();
    try {
      ReceivedRequest seen =
          sent(
              edited
                  .refine(r -> r.path("/{v}{request.query.a}/**"))
                  .post(target(url).replace("{", "{{"))
                  .with("v", bound)
                  .body(FORM.toString(), body));

      assertThat(seen.bodyText()).matches("[A-Za-z0-9._~%=&+-]*");
      assertThat(seen.target()).startsWith("/");
    } catch (BackendRefusedException refused) {
      assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      assertThat(refused)
          .hasMessageMatching("backend 'users': (path attribute|form_params): [^\r\n]*");
      assertThat(origin.requestCount()).isEqualTo(before);
    }
  }

  // ---- what is sent

  @Provide
  Arbitrary<HttpUrl> urls() {
    return Combinators.combine(paths(), queries())
        .as(
            (path, query) -> {
              HttpUrl.Builder url = new HttpUrl.Builder().scheme("http").host("users");
              url.encodedPath("/" + path);
              return (query.isEmpty() ? url : url.encodedQuery(query)).build();
            });
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab/.%2eF;=+*:@ ?#\\{}\u00e4\u20ac").ofMaxLength(12),
        Arbitraries.strings().ofMaxLength(8));
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab&=;%2fF+? '\"<>{}\u00e4\u20ac").ofMaxLength(12),
        Arbitraries.strings().ofMaxLength(8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab/.%2e&=+?# \u00e4\u20ac\r\n").ofMaxLength(8),
        Arbitraries.strings().ofMaxLength(5));
  }

  @Provide
  Arbitrary<Map<String, List<String>>> params() {
    Arbitrary<String> names = Arbitraries.of("a", "r", "s", "b", "A", "a b", "\u00e4", "");
    Arbitrary<String> values = Arbitraries.strings().withChars("ab &=+%#?;/\u00e4").ofMaxLength(6);
    return Arbitraries.maps(names, values.list().ofMaxSize(3)).ofMaxSize(4).map(TreeMap::new);
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<String> likely =
        Arbitraries.strings().withChars("ars&=;%2fF+ \u00e4").ofMaxLength(12);
    return Arbitraries.oneOf(
        likely.map(text -> text.getBytes(UTF_8)),
        likely.map(text -> text.getBytes(ISO_8859_1)),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
  }
}
