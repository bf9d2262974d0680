package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.Template;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads {@code oauth2} and {@code beta_token_request} of one backend. A block of which something
 * cannot be said is left out as a whole, with a note: half a token is none. Used once.
 */
final class TokenReader {
  static final String OAUTH2 = "oauth2";
  static final String REQUEST = "beta_token_request";
  private static final String PROFILE = "jwt_signing_profile";

  private final Evaluator evaluator;
  private final Report report;
  private final Path directory;
  private final String backend;
  private final Function<Block, Optional<String>> labels;

  /**
   * A reader for one backend.
   *
   * @param backend what findings call it
   * @param labels what a backend that stands in a block has become
   */
  TokenReader(
      Evaluator evaluator,
      Path directory,
      String backend,
      Function<Block, Optional<String>> labels) {
    this.evaluator = evaluator;
    this.report = evaluator.report();
    this.directory = directory;
    this.backend = backend;
    this.labels = labels;
  }

  /** What a backend says of tokens. */
  TokenSources read(Block block) {
    Optional<OAuth2Spec> oauth2 = Optional.empty();
    List<TokenRequestSpec> requests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Block inner : block.body().blocks()) {
      if (inner.type().equals(OAUTH2) && oauth2.isEmpty()) {
        oauth2 = oauth2(inner);
      } else if (inner.type().equals(REQUEST) && names.add(name(inner)) && isNamed(inner)) {
        request(inner).ifPresent(requests::add);
      }
    }
    return new TokenSources(oauth2, requests);
  }

  private static String name(Block request) {
    return request.label().orElse(TokenRequestSpec.DEFAULT_NAME);
  }

  /** Whether it has a name at all; what is wrong with one was found where blocks were checked. */
  private static boolean isNamed(Block request) {
    return BackendLabels.problem(name(request)).isEmpty();
  }

  private Optional<TokenRequestSpec> request(Block block) {
    return new TokenRequestReader(attributes(block), endpoint(block, "url")).read(block);
  }

  private Attributes attributes(Block block) {
    return new Attributes(evaluator, backend + ": " + block.type(), block);
  }

  private Optional<TokenEndpoint> endpoint(Block block, String url) {
    Attributes attributes = attributes(block);
    String where = attributes.text(url).orElse("");
    Optional<String> label =
        block.body().blocks().stream()
            .filter(inner -> inner.type().equals("backend"))
            .findFirst()
            .flatMap(labels)
            .or(() -> attributes.text("backend"));
    return attributes.made(
        url,
        () ->
            label
                .map(to -> TokenEndpoint.through(to, where))
                .orElseGet(() -> TokenEndpoint.of(where)));
  }

  private Optional<OAuth2Spec> oauth2(Block block) {
    Attributes attributes = attributes(block);
    OAuth2Builder builder = new OAuth2Builder();
    attributes.text("grant_type").ifPresent(builder::grantType);
    boolean bearer =
        attributes.text("grant_type").filter(OAuth2Grant.JWT_BEARER::equals).isPresent();
    Optional<TokenEndpoint> endpoint = endpoint(block, "token_endpoint");
    endpoint.ifPresent(builder::endpoint);
    client(attributes, bearer, builder);
    attributes.constant("username").ifPresent(builder::username);
    attributes.secret("password").ifPresent(builder::password);
    attributes.text("scope").ifPresent(builder::scope);
    attributes.value("assertion").ifPresent(builder::assertion);
    attributes.whole("retries").ifPresent(builder::retries);
    boolean isSigned = profile(block, builder);
    if (!isSigned || endpoint.isEmpty() || attributes.isIncomplete()) {
      report.note(block.at(), attributes.place() + ": left out, as something in it cannot be said");
      return Optional.empty();
    }
    List<String> problems = builder.problems();
    problems.forEach(
        problem -> report.wrong(block.at(), () -> attributes.place() + ": " + problem));
    return problems.isEmpty() ? Optional.of(builder.build()) : Optional.empty();
  }

  /** An assertion says who the client is: Couper then sends nothing else. */
  private static void client(Attributes attributes, boolean bearer, OAuth2Builder builder) {
    for (String name : List.of("client_id", "client_secret", "token_endpoint_auth_method")) {
      if (bearer && attributes.given(name)) {
        attributes.note(name, "not sent with an assertion: left out");
      }
    }
    if (!bearer) {
      attributes.constant("client_id").ifPresent(builder::clientId);
      attributes.secret("client_secret").ifPresent(builder::clientSecret);
      attributes.text("token_endpoint_auth_method").ifPresent(builder::authMethod);
    }
  }

  private boolean profile(Block block, OAuth2Builder builder) {
    Optional<Block> found =
        block.body().blocks().stream().filter(inner -> inner.type().equals(PROFILE)).findFirst();
    if (found.isEmpty()) {
      return true;
    }
    Attributes attributes =
        new Attributes(evaluator, backend + ": " + OAUTH2 + ": " + PROFILE, found.get());
    Optional<JwtAlgorithm> algorithm =
        attributes
            .text("signature_algorithm")
            .flatMap(name -> attributes.made(name, () -> JwtAlgorithm.valueOf(name)));
    Optional<Duration> ttl = attributes.duration("ttl");
    Optional<Material> key = key(attributes);
    Map<String, JsonPart> claims = attributes.members("claims");
    Map<String, JsonPart> headers = attributes.members("headers");
    if (algorithm.isEmpty() || ttl.isEmpty() || attributes.isIncomplete()) {
      return false;
    }
    Optional<JwtSigningProfile> profile =
        attributes.made(
            "headers",
            () -> new JwtSigningProfile(algorithm.get(), ttl.get(), key, claims, headers));
    profile.ifPresent(builder::signing);
    return profile.isPresent();
  }

  private Optional<Material> key(Attributes attributes) {
    Optional<Template> inline = attributes.constant("key");
    if (inline.isPresent()) {
      String reference = inline.get().secret() ? TemplateParts.written(inline.get()) : "";
      return attributes.made("key", () -> new Material.Inline(inline.get().plain(), reference));
    }
    return attributes
        .text("key_file")
        .flatMap(file -> attributes.made("key_file", () -> Material.file(directory.resolve(file))));
  }

  /** The attributes of a block, and whether all that were asked for could be read. */
  static final class Attributes {
    private final Evaluator evaluator;
    private final String place;
    private final Block block;
    private boolean incomplete;

    Attributes(Evaluator evaluator, String place, Block block) {
      this.evaluator = evaluator;
      this.place = place;
      this.block = block;
    }

    String place() {
      return place;
    }

    /** Whether something was given and could not be read, which was found or noted. */
    boolean isIncomplete() {
      return incomplete;
    }

    void fail() {
      incomplete = true;
    }

    boolean given(String name) {
      return argument(name).isPresent();
    }

    Optional<Argument> argument(String name) {
      return block
          .body()
          .attribute(name)
          .map(
              (Attribute found) ->
                  new Argument(place, name, evaluator.known(found.value()), evaluator.report()))
          .filter(argument -> !argument.absent());
    }

    void noteBlock(String what) {
      evaluator.report().note(block.at(), place + ": " + what);
    }

    void note(String name, String what) {
      argument(name).ifPresent(argument -> argument.note(what));
    }

    private <T> Optional<T> read(String name, Function<Argument, Optional<T>> read) {
      Optional<Argument> argument = argument(name);
      Optional<T> value = argument.flatMap(read);
      incomplete |= argument.isPresent() && value.isEmpty();
      return value;
    }

    Optional<String> text(String name) {
      return read(name, Argument::text);
    }

    Optional<Template> constant(String name) {
      return read(name, Argument::referring);
    }

    /** What must not be printed, wherever it comes from. */
    Optional<Value> secret(String name) {
      return constant(name)
          .map(text -> text.secret() || text.plain().isEmpty() ? text : Value.secret(text.plain()));
    }

    Optional<Value> value(String name) {
      return read(name, argument -> argument.single("text"));
    }

    Optional<Integer> whole(String name) {
      return read(name, Argument::whole);
    }

    Optional<Duration> duration(String name) {
      return read(name, Argument::duration);
    }

    /** The lines of a mapping, as deep as they are. */
    Map<String, JsonPart> members(String name) {
      Optional<JsonPart> part = read(name, found -> found.tree().flatMap(tree -> json(found)));
      return part.isPresent() && part.get() instanceof Members all ? all.members() : Map.of();
    }

    /** A document; what of it cannot be said is left out, and found or noted. */
    Optional<JsonPart> json(Argument argument) {
      return JsonParts.read(argument, this::fail);
    }

    Map<String, List<Value>> lists(String name) {
      return argument(name)
          .map(argument -> EditValues.values(argument, EditValues.Kind.PARAMS))
          .orElse(Map.of());
    }

    /** What a value is made of; what it complains about is found. */
    <T> Optional<T> made(String name, Supplier<T> made) {
      try {
        return Optional.of(made.get());
      } catch (IllegalArgumentException e) {
        incomplete = true;
        evaluator.report().wrong(block.at(), () -> place + ": " + e.getMessage());
        return Optional.empty();
      }
    }
  }
}
