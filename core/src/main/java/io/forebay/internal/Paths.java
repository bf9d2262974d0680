package io.forebay.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The paths that callers name, each read once: most callers name few, as constants. A caller who
 * names ever new ones pays for reading them, and no memory.
 */
final class Paths {
  private static final int MOST = 64;

  private final HttpUrl origin;
  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

  Paths(HttpUrl origin) {
    this.origin = origin;
  }

  /**
   * A path as its caller wrote it.
   *
   * @param template its parts
   * @param variables their variables, in the order of their first place
   * @param url the whole URL, if nothing is left to be filled in
   */
  record Known(PathTemplate template, List<String> variables, @Nullable HttpUrl url) {}

  /**
   * What is known of a path.
   *
   * @throws IllegalArgumentException if it is none
   */
  Known of(String path) {
    Known read = known.get(path);
    if (read == null) {
      read = read(path);
      if (known.size() < MOST) {
        known.put(path, read);
      }
    }
    return read;
  }

  private Known read(String path) {
    PathTemplate template = PathTemplate.parse(path);
    List<String> variables = template.variables();
    return new Known(template, variables, variables.isEmpty() ? whole(template) : null);
  }

  /** A path that must not be sent is refused when it is to be sent, like one with variables. */
  private @Nullable HttpUrl whole(PathTemplate constant) {
    try {
      return url(constant.fill(Map.of()), "");
    } catch (IllegalArgumentException refused) {
      return null;
    }
  }

  /** The URL of a path whose variables are filled in, with more of a query. */
  HttpUrl url(String filled, CharSequence query) {
    int mark = filled.indexOf('?');
    HttpUrl.Builder url = origin.newBuilder();
    url.encodedPath(mark < 0 ? filled : filled.substring(0, mark));
    String given = mark < 0 ? "" : filled.substring(mark + 1);
    String joined = given + (given.isEmpty() || query.length() == 0 ? "" : "&") + query;
    return (joined.isEmpty() ? url : url.encodedQuery(joined)).build();
  }
}
