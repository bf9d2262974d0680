package io.forebay.config.internal.vcl;

import io.forebay.spec.Labels;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of one side, made fit for the other: each is given once. Not thread-safe. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9_]");
  private static final Set<String> WORDS =
      Set.of("backend", "director", "sub", "acl", "table", "probe", "none", "true", "false", "C");
  private static final int ENOUGH = 100;

  private final Set<String> taken = new HashSet<>();

  /** Whether VCL takes it as the name of a backend or director. */
  static boolean valid(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name as a label, if it is one; it is not given to another then. */
  Optional<String> keep(String name) {
    return Labels.problem(name).isEmpty() && taken.add(name) ? Optional.of(name) : Optional.empty();
  }

  /** A label like that name. */
  String label(String name) {
    String start = name.substring(0, Math.min(name.length(), ENOUGH));
    return free("_" + OTHER.matcher(start).replaceAll("_"));
  }

  /** The label as a name of VCL, if it is one; it is not given to another then. */
  Optional<String> keepName(String label) {
    return fit(label) && taken.add(label) ? Optional.of(label) : Optional.empty();
  }

  /** A name of VCL like that label (Fastly puts F_ in front, too). */
  String name(String label) {
    String plain = OTHER.matcher(label).replaceAll("_");
    return free(fit(plain) ? plain : "F_" + plain);
  }

  private static boolean fit(String name) {
    return valid(name) && !WORDS.contains(name);
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
