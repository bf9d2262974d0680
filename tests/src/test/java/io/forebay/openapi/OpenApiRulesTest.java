package io.forebay.openapi;

import static io.forebay.openapi.Contracts.answer;
import static io.forebay.openapi.Contracts.document;
import static io.forebay.openapi.Contracts.request;
import static io.forebay.openapi.Contracts.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spi.Contract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents say of requests and responses, in both versions of OpenAPI. */
class OpenApiRulesTest {
  private static final String JSON = "application/json";

  @TempDir Path directory;

  private Contract contract(String version, String path, String operation) {
    return Contracts.read(directory, document(version, path, operation));
  }

  private static String parameter(String name, String in, String rest) {
    return "get:\n  parameters: [{name: "
        + name
        + ", in: "
        + in
        + ", "
        + rest
        + "}]\n"
        + "  responses: {default: {description: d}}\n";
  }

  // ---- routes

  @ParameterizedTest(name = "OAS-02: {0} is found: {1}")
  @CsvSource({
    "/pa/th, true",
    "/pa/./th, true",
    "/pa//th, false",
    "/pa/.//th, false",
    "/pa%2f%2e%2fth, false",
    "/pa/th/, false",
    "/pa, false"
  })
  void oas02PathsMatchToTheLetter(String path, boolean found) {
    Contract contract = contract("3.0.3", "/pa/./th", "get: {responses: {200: {description: d}}}");
    assertThat(request(contract, "GET", "http://h" + path).isEmpty()).isEqualTo(found);
  }

  @Test
  void oas02TextsAreCoupers() {
    Contract contract = contract("3.0.3", "/a", "get: {responses: {200: {description: d}}}");
    assertThat(request(contract, "GET", "http://h/b%20c"))
        .containsExactly("'GET /b c': no matching operation was found");
    assertThat(request(contract, "POST", "http://h/a"))
        .containsExactly("'POST /a': method not allowed");
    assertThat(answer(contract, "http://h/b", 200, "")).containsExactly("'GET /b': invalid route");
    assertThat(answer(contract, "http://h/a", 404, "")).containsExactly("status is not supported");
  }

  @Test
  void aPathWithoutParametersComesFirst() {
    String text =
        """
        openapi: 3.1.0
        info: {title: t, version: '1'}
        paths:
          /pets/{id}:
            get:
              parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
              responses: {200: {description: d}}
          /pets/mine:
            get: {responses: {200: {description: d}}}
          /files/{name}.{kind}:
            get:
              parameters: [{name: kind, in: path, required: true, schema: {enum: [txt]}}]
              responses: {200: {description: d}}
        """;
    Contract contract = Contracts.read(directory, text);
    assertThat(request(contract, "GET", "http://h/pets/mine")).isEmpty();
    assertThat(request(contract, "GET", "http://h/pets/17")).isEmpty();
    assertThat(request(contract, "GET", "http://h/pets/yours"))
        .containsExactly("parameter \"id\" in path has an error: string found, integer expected");
    assertThat(request(contract, "GET", "http://h/files/a.b.txt")).isEmpty();
    assertThat(request(contract, "GET", "http://h/files/a.exe")).hasSize(1);
  }

  @ParameterizedTest(name = "{0} serves {1}: {2}")
  @CsvSource({
    "/v1, http://h:8080/v1/a, true",
    "v1/, http://h:8080/v1/a, true",
    "/v1, http://h:8080/a, false",
    "/v1, http://h:8080/v10/a, false",
    "http://h:8080, http://h:8080/a, true",
    "http://H:8080/, http://h:8080/a, true",
    "http://h, http://h/a, true",
    "http://h, http://h:8080/a, false",
    "https://h, http://h/a, false",
    "https://h:443/x, https://h/x/a, true",
    "https://{tenant}.example.com/{base}, https://a.example.com/v2/a, true",
    "https://{tenant}.example.com/{base}, https://example.com/v2/a, false",
    "'{scheme}://h', http://h/a, false",
    "http://called, http://h:8080/a, false"
  })
  void serversAreMatchedAgainstWhereItGoes(String server, String url, boolean found) {
    String text =
        document("3.0.3", "/a", "get: {responses: {200: {description: d}}}")
            + "servers: [{url: '"
            + server
            + "'}]\n";
    Contract contract = Contracts.read(directory, text);
    assertThat(request(contract, "GET", url).isEmpty()).isEqualTo(found);
  }

  @Test
  void serversAreMatchedAgainstTheNameThatWeCallIt() {
    String text =
        document("3.0.3", "/a", "get: {responses: {200: {description: d}}}")
            + "servers: [{url: 'https://api.example.com'}]\n";
    Contract contract = Contracts.read(directory, text);
    assertThat(request(contract, "GET", "https://10.0.0.1/a", "Host", "api.example.com")).isEmpty();
    assertThat(request(contract, "GET", "https://10.0.0.1/a")).hasSize(1);
  }

  // ---- parameters

  @ParameterizedTest(name = "OAS-07: OpenAPI {0}")
  @ValueSource(strings = {"3.0.3", "3.1.0"})
  void oas07QueryHasToBeFilled(String version) {
    Contract contract =
        contract(version, "/a", parameter("b", "query", "required: true, schema: {type: string}"));
    assertThat(request(contract, "GET", "http://h/a?b"))
        .containsExactly("parameter \"b\" in query has an error: empty value is not allowed");
    assertThat(request(contract, "GET", "http://h/a"))
        .containsExactly("parameter \"b\" in query has an error: value is required but missing");
    assertThat(request(contract, "GET", "http://h/a?b=value&other=1")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "query | schema: {type: array, items: {type: integer}} | n=1&n=2 | true",
        "query | schema: {type: array, items: {type: integer}} | n=1&n=x | false",
        "query | explode: false, schema: {type: array, items: {type: integer}} | n=1,2 | true",
        "query | style: pipeDelimited, explode: false, schema: {type: array, items: {type:"
            + " integer}} | n=1%7C2 | true",
        "query | style: spaceDelimited, explode: false, schema: {type: array, items: {type:"
            + " integer}} | n=1%202 | true",
        "query | explode: false, schema: {type: array, maxItems: 1} | n=a%2Cb | true",
        "query | style: deepObject, schema: {type: object, properties: {a: {type: integer}}} |"
            + " n[a]=1 | true",
        "query | style: deepObject, schema: {type: object, properties: {a: {type: integer}}} |"
            + " n[a]=x | false",
        "query | schema: {type: object, properties: {a: {type: integer}}} | a=x | false",
        "query | schema: {type: integer, format: int32} | n=2147483648 | false",
        "query | schema: {type: integer, format: int64} | n=2147483648 | true",
        "query | schema: {type: boolean} | n=yes | false",
        "query | schema: {type: string, format: date-time} | n=2026-11-22T01:02:03Z | true",
        "query | schema: {type: string, format: date-time} | n=yesterday | false",
        "query | schema: {type: string, format: uuid} | n=x | false",
        "query | schema: {oneOf: [{type: integer}, {enum: [all]}]} | n=all | true",
        "query | schema: {oneOf: [{type: integer}, {enum: [all]}]} | n=none | false",
        "query | schema: {type: string, enum: ['1']} | n=1 | true",
        "query | content: {application/json: {schema: {type: object, required: [a]}}} | n=%7B%7D |"
            + " false",
        "query | content: {application/json: {schema: {type: object, required: [a]}}} |"
            + " n=%7B%22a%22:1%7D | true",
        "query | allowEmptyValue: true, schema: {type: string} | n= | true"
      })
  void stylesSayHowTextStandsForValues(String in, String rest, String query, boolean fine) {
    Contract contract = contract("3.1.0", "/a", parameter("n", in, rest));
    assertThat(request(contract, "GET", "http://h/a?" + query).isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "schema: {type: array, items: {type: integer}} | 1,2 | true",
        "schema: {type: array, items: {type: integer}} | 1,x | false",
        "style: label, schema: {type: integer} | .5 | true",
        "style: label, explode: true, schema: {type: array, items: {type: integer}} | .5.6 | true",
        "style: matrix, schema: {type: integer} | ;n=5 | true",
        "style: matrix, explode: true, schema: {type: array, items: {type: integer}} | ;n=5;n=6 |"
            + " true",
        "schema: {type: object, properties: {a: {type: integer}}} | a,1 | true",
        "explode: true, schema: {type: object, properties: {a: {type: integer}}} | a=x | false",
        "schema: {type: string, maxLength: 3} | a%2Fb | true"
      })
  void pathsHaveStylesToo(String rest, String value, boolean fine) {
    String operation = parameter("n", "path", "required: true, " + rest);
    Contract contract = contract("3.0.3", "/a/{n}", operation);
    assertThat(request(contract, "GET", "http://h/a/" + value).isEmpty()).isEqualTo(fine);
  }

  @Test
  void headersAndCookiesAreParameters() {
    Contract header =
        contract(
            "3.0.3", "/a", parameter("X-N", "header", "required: true, schema: {type: integer}"));
    assertThat(request(header, "GET", "http://h/a", "x-n", "5")).isEmpty();
    assertThat(request(header, "GET", "http://h/a", "x-n", "secret"))
        .containsExactly(
            "parameter \"X-N\" in header has an error: string found, integer expected");
    assertThat(request(header, "GET", "http://h/a"))
        .containsExactly("parameter \"X-N\" in header has an error: value is required but missing");
    Contract cookie =
        contract(
            "3.0.3", "/a", parameter("n", "cookie", "required: true, schema: {type: integer}"));
    assertThat(request(cookie, "GET", "http://h/a", "Cookie", "a=b; n=5")).isEmpty();
    assertThat(request(cookie, "GET", "http://h/a", "Cookie", "a=b")).hasSize(1);
  }

  /** As the specification has it; and who may call is the origin's to say. */
  @Test
  void authorizationIsNotEnforced() {
    String text =
        document("3.0.3", "/a", parameter("Authorization", "header", "required: true, schema: {}"))
            + "security: [{key: []}]\n"
            + "components: {securitySchemes: {key: {type: apiKey, name: k, in: header}}}\n";
    assertThat(request(Contracts.read(directory, text), "GET", "http://h/a")).isEmpty();
  }

  @Test
  void operationsReplaceParametersOfTheirPath() {
    String text =
        """
        openapi: 3.0.3
        info: {title: t, version: '1'}
        paths:
          /a:
            parameters:
              - {name: n, in: query, required: true, schema: {type: integer}}
            get:
              parameters: [{$ref: '#/components/parameters/n'}]
              responses: {200: {description: d}}
            put: {responses: {200: {description: d}}}
        components: {parameters: {n: {name: n, in: query, schema: {type: string}}}}
        """;
    Contract contract = Contracts.read(directory, text);
    assertThat(request(contract, "GET", "http://h/a?n=x")).isEmpty();
    assertThat(request(contract, "PUT", "http://h/a?n=x")).hasSize(1);
    assertThat(request(contract, "PUT", "http://h/a")).hasSize(1);
  }

  // ---- bodies

  private static final String PETS =
      """
      post:
        requestBody:
          required: true
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pet'}}
            application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}
            application/octet-stream: {schema: {type: string, format: binary}}
        responses: {200: {description: d}}
      get:
        responses:
          200:
            description: d
            headers: {X-N: {required: true, schema: {type: integer}}}
            content: {application/*: {schema: {$ref: '#/components/schemas/Pet'}}}
          4XX: {description: d, content: {text/plain: {schema: {type: string, maxLength: 5}}}}
          default: {description: d}
      """;

  private Contract pets(String version) {
    String name =
        version.startsWith("3.0") ? "{type: string, nullable: true}" : "{type: [string, 'null']}";
    return Contracts.read(
        directory,
        document(version, "/pets", PETS)
            + "components:\n"
            + "  schemas:\n"
            + "    Pet:\n"
            + "      type: object\n"
            + "      required: [id, name]\n"
            + "      additionalProperties: false\n"
            + "      properties:\n"
            + "        id: {type: integer, readOnly: true}\n"
            + "        name: "
            + name
            + "\n"
            + "        password: {type: string, writeOnly: true}\n"
            + "        parent: {$ref: '#/components/schemas/Pet'}\n");
  }

  @ParameterizedTest(name = "OpenAPI {0}")
  @ValueSource(strings = {"3.0.3", "3.1.0"})
  void requestBodiesKeepToTheirSchema(String version) {
    Contract contract = pets(version);
    String failing = "request body has an error: doesn't match schema: ";
    assertThat(sent(contract, "POST", "http://h/pets", JSON, "{\"name\":null}")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/pets", JSON + "; charset=utf-8", "{\"name\":1}"))
        .singleElement()
        .asString()
        .startsWith(failing + "at /name: integer found, ");
    assertThat(sent(contract, "POST", "http://h/pets", JSON, "{}"))
        .containsExactly(failing + "required property 'name' not found");
    assertThat(sent(contract, "POST", "http://h/pets", JSON, "{\"name\":\"a\",\"id\":1}"))
        .containsExactly(failing + "at /id: is a readonly field, it cannot be changed");
    assertThat(sent(contract, "POST", "http://h/pets", JSON, "{\"name\":\"secret\",}"))
        .containsExactly(
            "request body has an error: doesn't match schema: not JSON: line 1, column 18");
    assertThat(
            sent(
                contract,
                "POST",
                "http://h/pets",
                JSON,
                "{\"name\":\"a\",\"parent\":{\"name\":2}}"))
        .hasSize(1);
  }

  @Test
  void requestBodiesAreOfADeclaredType() {
    Contract contract = pets("3.0.3");
    String form = "application/x-www-form-urlencoded";
    assertThat(sent(contract, "POST", "http://h/pets", form, "name=a+b&password=p")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/pets", form, "nom=a")).hasSize(1);
    assertThat(sent(contract, "POST", "http://h/pets", "application/octet-stream", "any"))
        .isEmpty();
    assertThat(sent(contract, "POST", "http://h/pets", "text/secret", "x"))
        .singleElement()
        .asString()
        .startsWith(
            "request body has an error: header Content-Type has unexpected value (expected:")
        .doesNotContain("secret");
    assertThat(request(contract, "POST", "http://h/pets"))
        .containsExactly("request body has an error: value is required but missing");
  }

  @ParameterizedTest(name = "OpenAPI {0}")
  @ValueSource(strings = {"3.0.3", "3.1.0"})
  void responsesKeepToTheirSchema(String version) {
    Contract contract = pets(version);
    String url = "http://h/pets";
    String fine = "{\"id\":1,\"name\":\"a\"}";
    assertThat(answer(contract, url, 200, fine, "Content-Type", JSON, "x-n", "1")).isEmpty();
    assertThat(answer(contract, url, 200, fine, "Content-Type", JSON))
        .containsExactly("response header \"X-N\" has an error: value is required but missing");
    assertThat(answer(contract, url, 200, "[]", "Content-Type", JSON, "x-n", "1"))
        .containsExactly("response body doesn't match schema: array found, object expected");
    assertThat(
            answer(
                contract,
                url,
                200,
                "{\"id\":1,\"name\":\"a\",\"password\":\"p\"}",
                "Content-Type",
                JSON,
                "x-n",
                "1"))
        .singleElement()
        .asString()
        .contains("/password: is a write-only field");
    assertThat(answer(contract, url, 200, fine, "Content-Type", "text/html", "x-n", "1"))
        .containsExactly(
            "response header Content-Type has unexpected value (expected: application/*)");
    assertThat(answer(contract, url, 404, "none", "Content-Type", "text/plain")).isEmpty();
    assertThat(answer(contract, url, 404, "nothing", "Content-Type", "text/plain")).hasSize(1);
    assertThat(answer(contract, url, 500, "whatever")).isEmpty();
  }

  @ParameterizedTest(name = "OpenAPI {0}")
  @ValueSource(strings = {"3.0.3", "3.1.0"})
  void discriminatorsChoose(String version) {
    String text =
        document(
                version,
                "/a",
                """
                post:
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}
                  responses: {200: {description: d}}
                """)
            + """
            components:
              schemas:
                Any:
                  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
                  discriminator: {propertyName: kind, mapping: {c: Cat}}
                Cat: {type: object, required: [kind], properties: {kind: {enum: [c, Cat]}}}
                Dog:
                  type: object
                  required: [kind, bark]
                  properties: {kind: {const: Dog, enum: [Dog]}, bark: {type: boolean}}
            """;
    Contract contract = Contracts.read(directory, text);
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"kind\":\"c\"}")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"kind\":\"Cat\"}")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"kind\":\"Dog\",\"bark\":true}"))
        .isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"kind\":\"secret\"}"))
        .singleElement()
        .asString()
        .doesNotContain("secret");
  }
}
