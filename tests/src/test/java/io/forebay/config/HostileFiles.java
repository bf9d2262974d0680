package io.forebay.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files that somebody wrote to hurt whoever reads them, by name; the ending is the language. */
final class HostileFiles {
  /** A secret in some of them, which no message may hold. */
  static final String CANARY = "c4n4ry-s3cret";

  private static final String GOOD =
      "{\"backends\":{\"a\":{\"host\":\"h\",\"port\":80,\"auth\":{\"clientSecret\":\""
          + CANARY
          + "\"}}}}";
  private static final int MEGABYTE = 1 << 20;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private HostileFiles() {}

  static Map<String, byte[]> all() {
    HostileFiles all = new HostileFiles();
    all.sizes();
    all.json();
    all.bytes();
    all.yamlBombs();
    all.yaml();
    all.vcl();
    all.hcl();
    return Collections.unmodifiableMap(all.files);
  }

  private void put(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String joined(int from, int to, String between, IntFunction<String> piece) {
    return IntStream.range(from, to).mapToObj(piece).collect(Collectors.joining(between));
  }

  private void sizes() {
    put("deep.json", "{\"backends\":".repeat(100_000) + "1" + "}".repeat(100_000));
    put("deep-array.json", "[".repeat(200_000));
    put("long-string.json", "{\"host\":\"" + "a".repeat(30 * MEGABYTE) + "\"}");
    put("long-number.json", "{\"port\":" + "9".repeat(2_000_000) + "}");
    put("exp-number.json", "{\"port\":1e1000000000}");
    put("many-keys.json", "{" + joined(0, 500_000, ",", i -> "\"k" + i + "\":1") + "}");
    put("hash-collide.json", "{" + joined(0, 1 << 14, ",", HostileFiles::colliding) + "}");
  }

  /** Of 14 pairs of characters, each with the same hash as the other that may stand there. */
  private static String colliding(int number) {
    String key = joined(0, 14, "", bit -> ((number >> bit) & 1) == 1 ? "Aa" : "BB");
    return "\"" + key + "\":1";
  }

  private void json() {
    put("dup-key.json", "{\"backends\":{\"a\":{\"host\":\"good\",\"host\":\"evil\"}}}");
    put("trailing.json", GOOD + " {\"backends\":{}}");
    put("comment.json", "/* c */ " + GOOD);
    put("nan.json", "{\"port\":NaN}");
    put("nul.json", "{\"host\":\"a\\u0000b\"}");
    put("crlf-host.json", "{\"backends\":{\"a\":{\"host\":\"h\\r\\nX: y\"}}}");
    put(
        "type-id.json",
        "{\"@class\":\"javax.script.ScriptEngineManager\","
            + "\"backends\":[\"java.net.URL\",\"http://127.0.0.1:1/\"]}");
    put("empty.json", "");
    put("half.json", GOOD.substring(0, GOOD.length() / 2));
    put("proto.json", "{\"__proto__\":{\"x\":1},\"constructor\":{\"x\":1}}");
  }

  private void bytes() {
    put("bom.json", "\ufeff" + GOOD);
    files.put("utf16.json", GOOD.getBytes(StandardCharsets.UTF_16));
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    bad.writeBytes("{\"host\":\"".getBytes(StandardCharsets.UTF_8));
    bad.write(0xff);
    bad.write(0xfe);
    bad.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
    files.put("bad-utf8.json", bad.toByteArray());
  }

  private void yamlBombs() {
    put(
        "bomb.yaml",
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + joined(
                1,
                10,
                "",
                i -> "a%d: &a%d [%s]\n".formatted(i, i, joined(0, 10, ",", j -> "*a" + (i - 1)))));
    put(
        "bomb-map.yaml",
        "a0: &a0 {k: v}\n"
            + joined(
                1, 40, "", i -> "a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1)));
    put("self-alias.yaml", "a: &a [*a]\n");
    put(
        "merge-bomb.yaml",
        "b0: &b0 {k: v}\n"
            + joined(
                1,
                25,
                "",
                i -> "b%d: &b%d {<<: [*b%d, *b%d], z%d: 1}\n".formatted(i, i, i - 1, i - 1, i)));
  }

  private void yaml() {
    put("deep.yaml", "[".repeat(50_000));
    put("deep-block.yaml", joined(0, 3_000, "", i -> " ".repeat(i) + "a:\n"));
    put(
        "tag-java.yaml",
        "!!javax.script.ScriptEngineManager"
            + " [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]]\n");
    put("tag-binary.yaml", "host: !!binary aGVsbG8=\n");
    put("two-docs.yaml", "host: a\n---\nhost: b\n");
    put("dup-key.yaml", "a: 1\na: 2\n");
    put("norway.yaml", "host: no\nport: 0o17\ntime: 12:30:45\nver: 1.10\n");
    put("tabs.yaml", "a:\n\tb: 1\n");
    put("long-key.yaml", "? " + "k".repeat(2 * MEGABYTE) + "\n: 1\n");
    put("huge.yaml", "a: " + "x".repeat(20 * MEGABYTE) + "\n");
    put("regex.yaml", "expect: \"(a+)+$\"\n");
    put("env.yaml", "secret: ${env:HOME} ${jndi:ldap://127.0.0.1:1/x} ${script:js:1+1}\n");
  }

  private void vcl() {
    put("deep.vcl", "sub a {" + "if (true) {".repeat(20_000) + "}".repeat(20_000) + "}\n");
    put("unclosed.vcl", "backend a { .host = \"h\n");
    put("long-string.vcl", "backend a { .host = {\"" + "x".repeat(10 * MEGABYTE) + "\"}; }\n");
    put("include-loop.vcl", "include \"include-loop.vcl\";\n");
    put("include-path.vcl", "include \"/etc/passwd\"; include \"../../../../etc/passwd\";\n");
    put("dup-backend.vcl", "backend a { .host = \"good\"; } backend a { .host = \"evil\"; }\n");
    put(
        "bad-duration.vcl",
        "backend a { .host = \"h\"; .connect_timeout = 99999999999999999999s;"
            + " .first_byte_timeout = -1s; }\n");
    put(
        "inf-probe.vcl",
        "probe p { .interval = 0s; .window = 2000000000; .threshold = 2000000001; }\n");
    put("inline-c.vcl", "C{ system(\"id\"); }C\n");
    put("nul.vcl", "backend a { .host = \"h\0x\"; }\n");
    put("comment-open.vcl", "/* never closed\n");
  }

  private void hcl() {
    put("deep.hcl", "a {\n".repeat(20_000) + "}\n".repeat(20_000));
    put("deep-template.hcl", "a = " + "\"${".repeat(50_000));
    put("unclosed.hcl", "definitions {\n  backend \"a\" {\n    origin = \"http://h\n");
    put("long-string.hcl", "a = \"" + "x".repeat(10 * MEGABYTE) + "\"\n");
    put(
        "dup-backend.hcl",
        """
        definitions {
          backend "a" {
            origin = "http://good"
          }
          backend "a" {
            origin = "http://evil"
          }
        }
        """);
    put("secret.hcl", "definitions {\n  backend \"a\" {\n    basic_auth = \"" + CANARY + "\n");
    put("for-bomb.hcl", "a = " + "[for x in ".repeat(10_000) + "y : x]".repeat(10_000) + "\n");
    put("nul.hcl", "a = \"\0\"\n");
    put("heredoc-open.hcl", "a = <<EOT\nnever closed\n");
  }
}
