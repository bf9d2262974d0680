package io.forebay.config.internal.couper;

import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Couper's functions: those of one text are computed when all of it is known. */
final class Functions {
  private static final Map<String, UnaryOperator<String>> OF_TEXT =
      Map.of(
          "to_lower", text -> text.toLowerCase(Locale.ROOT),
          "to_upper", text -> text.toUpperCase(Locale.ROOT),
          "trim", String::strip,
          "base64_encode",
              text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
          "base64_decode",
              text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8),
          "url_encode", text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"),
          "url_decode", text -> URLDecoder.decode(text, StandardCharsets.UTF_8));

  private static final Set<String> OTHERS =
      Set.of(
          "can",
          "contains",
          "join",
          "json_decode",
          "json_encode",
          "jwt_sign",
          "keys",
          "length",
          "lookup",
          "merge",
          "oauth2_authorization_url",
          "oauth2_verifier",
          "relative_url",
          "saml_sso_url",
          "split",
          "substr",
          "to_number",
          "try",
          "unixtime",
          "beta_oauth_verifier",
          "beta_oauth_authorization_url");

  private Functions() {}

  static boolean isKnown(String name) {
    return OF_TEXT.containsKey(name) || OTHERS.contains(name) || isDefault(name);
  }

  /** Whether it yields its first argument that is there and not empty. */
  static boolean isDefault(String name) {
    return name.equals("default") || name.equals("coalesce");
  }

  /** What a call yields; empty: that is not known now. */
  static Optional<Value> called(String name, List<Known> arguments) {
    UnaryOperator<String> function = OF_TEXT.get(name);
    if (function == null
        || arguments.size() != 1
        || !(arguments.get(0) instanceof Known.Single single)
        || !single.value().constant()) {
      return Optional.empty();
    }
    Template argument = TemplateParts.text(single.value());
    String text;
    try {
      text = function.apply(argument.plain());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(argument.secret() ? Value.secret(text) : Value.of(text));
  }
}
