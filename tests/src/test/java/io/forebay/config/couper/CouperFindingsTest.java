package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Couper refuses is refused, in its words, with its place. */
class CouperFindingsTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PTH-10 | path = \"/path#x\" | path attribute: invalid fragment found in \"/path#x\"",
        "PTH-12 | path_prefix = \"/p#x\" | path_prefix attribute: invalid fragment found in \"/p#x\"",
        "PTH-15 | path = \"/../etc/passwd\" | path traversal not allowed",
        "PTH-15 | path = \"foo/../bar\" | path traversal not allowed",
        "HDR-07 | set_request_headers = { a = \"1\", A = \"2\" } | key in an attribute must be unique: 'a'",
        "HDR-07 | add_response_headers = { a = \"1\", A = \"2\" } | key in an attribute must be unique: 'a'",
        "STS-04 | set_response_status = 600 | invalid http status code: 600",
        "STS-05 | set_response_status = \"201.7\" | invalid http status code: 201.7",
        "TMO-06 | timeout = \"invalid\" | timeout: time: invalid duration \"invalid\"",
        "TMO-06 | timeout = \"1sec\" | timeout: time: unknown unit \"sec\" in duration \"1sec\"",
        "TMO-06 | ttfb_timeout = \"-3s\" | ttfb_timeout: cannot be negative: '-3s'",
        "HLT-06 | beta_health { interval = \"10sec\" } | time: unknown unit \"sec\" in duration \"10sec\"",
        "HLT-08 | beta_health { failure_threshold = -1 } | must be a whole number, between 0 and",
        "HLT-08 | beta_health { expected_status = 200 } | list of number required",
        "HLT-08 | beta_health { interval = \"0s\" } | interval: 0s (expected: above zero)",
        "THR-01 | throttle { per_period = 1 } | The argument \"period\" is required",
        "THR-01 | throttle {\\n period = \"0s\"\\n per_period = 1 } | 'period' must not be 0 (zero)",
        "THR-02 | throttle {\\n period = \"1s\"\\n per_period = 0 } | 'per_period' must not be 0 (zero)",
        "THR-04 | throttle {\\n period = \"1m\"\\n per_period = 1 }\\n throttle {\\n period = \"60s\"\\n per_period = 1 } | duplicate period (\"60s\") found",
        "THR-05 | throttle {\\n period = \"1m\"\\n per_period = 1\\n period_window = \"test\" } | unsupported 'period_window' (\"test\") given",
        "TOK-02 | beta_token_request \"the label\" {\\n token = 1\\n ttl = \"1s\" } | label contains invalid character(s)",
        "TLS-03 | tls {\\n server_ca_certificate = \"x\"\\n server_ca_certificate_file = \"y\" } | tls: read error: configured attribute and file",
        "TLS-05 | tls { client_certificate_file = \"x\" } | tls: missing client private key",
        "TLS-07 | disable_certificate_validation = false\\n tls { server_ca_certificate = \"x\" } | configured 'disable_certificate_validation' along with 'server_ca_certificate' attribute",
        "TLS-07 | disable_certificate_validation = true\\n tls { server_ca_certificate_file = \"x\" } | configured 'disable_certificate_validation' along with 'server_ca_certificate_file' attribute",
        "2.1 | nothing = 1 | Unsupported argument; An argument named \"nothing\" is not expected here.",
        "2.1 | nothing {} | Unsupported block type; Blocks of type \"nothing\" are not expected here.",
        "2.1 | tls {}\\n tls {} | Duplicate tls block; Only one tls block is allowed.",
        "2.1 | max_connections = 1.5 | Unsuitable value type",
        "2.1 | http2 = \"yes\" | Unsuitable value type",
        "2.1 | timeout = \"1s\"\\n timeout = \"2s\" | Attribute redefined; The argument \"timeout\" was already set at 4:1",
        "2.1 | path = nothing(1) | Call to unknown function",
        "REF-10 | oauth2 {\\n grant_type = \"password\"\\n backend = \"x\"\\n backend \"x\" {} } | Multiple definitions of backend are not allowed in oauth2."
      })
  void isRefused(String id, String body, String expected) {
    assertThat(Couper.findings(Couper.defining(body.replace("\\n", "\n"))))
        .as(id)
        .anySatisfy(finding -> assertThat(finding).contains(expected));
  }

  @ParameterizedTest(name = "REF-01: {0}")
  @CsvSource({
    "disable_certificate_validation",
    "disable_connection_reuse",
    "http2",
    "http2_prior_knowledge",
    "max_connections"
  })
  void ref01RefinesNoPool(String name) {
    assertThat(Couper.findings(refining(name + " = true")))
        .singleElement()
        .asString()
        .startsWith("3:1: ")
        .endsWith("backend reference: refinement for \"" + name + "\" is not permitted");
  }

  @ParameterizedTest(name = "REF-02: {0}")
  @CsvSource({"openapi", "oauth2", "beta_health", "throttle", "tls", "beta_token_request"})
  void ref02RefinesNoBlock(String name) {
    assertThat(Couper.findings(refining(name + " {}")))
        .singleElement()
        .asString()
        .endsWith("backend reference: refinement for \"" + name + "\" is not permitted");
  }

  private static String refining(String body) {
    return "server { endpoint \"/\" { proxy {\n backend \"x\" {\n"
        + body
        + "\n}\n} }\n}\n"
        + Couper.defining("");
  }

  /** Couper.java sets every variable but those whose name ends in ORIGIN. */
  @Test
  void defaultThatIsMadeOfASecretIsOne() {
    String text =
        """
        defaults {
          environment_variables = { X_ORIGIN = "peter:${env.PAN}" }
        }
        definitions {
          backend "x" {
            origin = env.X_ORIGIN
          }
        }
        """;

    assertThat(Couper.findings(text)).hasSize(1).noneMatch(found -> found.contains(Couper.SECRET));
  }

  @Test
  void quirk3RefinesWithTheSameOriginOnly() {
    assertThat(Couper.findings(refining("origin = \"http://o:8080/\""))).isEmpty();
    assertThat(Couper.findings(refining("origin = \"http://other\"")))
        .singleElement()
        .asString()
        .endsWith("origin: backend reference: origin must be equal");
  }

  @Test
  void ref07FindsWhatIsNotDefined() {
    assertThat(Couper.findings("server { endpoint \"/\" { proxy { backend = \"rs\" } } }"))
        .containsExactly("1:33: referenced backend \"rs\" is not defined");
    assertThat(Couper.findings("server { endpoint \"/\" { proxy { backend \"rs\" {} } } }"))
        .containsExactly("1:33: referenced backend \"rs\" is not defined");
  }

  @ParameterizedTest(name = "REF-09: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` ` | missing label",
        "\"\" | label is empty",
        "\"  \" | label is empty",
        "\"foo bar\" | label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9' and '_'",
        "\"a-b\" | label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9' and '_'",
        "\"anonymous_foo\" | backend label must not start with 'anonymous_'"
      })
  void ref09NamesWhatIsWrongWithALabel(String label, String expected) {
    assertThat(Couper.findings("definitions { backend " + label + " {} }"))
        .singleElement()
        .asString()
        .endsWith(": " + expected);
  }

  @Test
  void ref09LabelsAreUnique() {
    assertThat(Couper.findings(Couper.defining("") + Couper.defining("")))
        .containsExactly("8:3: backend \"x\": backend labels must be unique");
  }

  @Test
  void ref13AChainIsNoCycle() {
    String oauth2 =
        "oauth2 {\n grant_type = \"client_credentials\"\n backend = \"%s\"\n"
            + " client_id = \"id\"\n client_secret = \"secret\"\n}";
    String origin = "origin = \"http://o\"\n";
    String chain =
        "definitions {\n backend \"a\" {\n"
            + origin
            + oauth2.formatted("b")
            + "\n}\n backend \"b\" {\n"
            + origin
            + oauth2.formatted("%s")
            + "\n}\n backend \"c\" {\n"
            + origin
            + "}\n}\n";
    assertThat(Couper.findings(chain.formatted("c"))).isEmpty();
    assertThat(Couper.findings(chain.formatted("a")))
        .singleElement()
        .asString()
        .endsWith("circular reference: a,b,a");
  }

  @Test
  void anInlineBackendThrottlesNothing() {
    String text =
        "server { endpoint \"/a\" { proxy {\n backend {\n origin = \"http://o\"\n throttle {\n"
            + "period = \"1s\"\n per_period = 1\n} } } } }";
    assertThat(Couper.findings(text))
        .containsExactly(
            "4:2: anonymous backend 'anonymous_2_2' cannot define 'throttle' block(s)");
  }

  @Test
  void everythingIsFoundAtOnceAndInOrder() {
    assertThat(Couper.findings(Couper.defining("a = 1\ntimeout = \"x\"\nhttp2 = \"x\"\nb {}")))
        .extracting(finding -> finding.substring(0, finding.indexOf(": ")))
        .containsExactly("4:1", "5:11", "6:9", "7:1");
  }

  @Test
  void whatTheEnvironmentSaysIsNeverTold() {
    assertThat(
            Couper.findings(
                Couper.defining(
                    """
                    timeout = env.A
                    hostname = "${env.A} "
                    http2 = env.A
                    max_connections = env.A
                    proxy = "${env.A}://x"
                    set_response_status = env.A
                    remove_request_headers = ["${env.A} "]
                    path = "/../${env.A}"
                    """)))
        .hasSize(8)
        .noneSatisfy(finding -> assertThat(finding).contains(Couper.SECRET));
  }
}
