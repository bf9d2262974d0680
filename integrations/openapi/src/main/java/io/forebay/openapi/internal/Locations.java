package io.forebay.openapi.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/**
 * Names for the files of a directory that no network knows, so that references can be resolved as
 * RFC 3986 has it, and nothing can be fetched by mistake.
 */
final class Locations {
  /** The directory. */
  static final String BASE = "https://contract.invalid/";

  private Locations() {}

  /** The name of a file. */
  static String of(Path directory, Path file) {
    HttpUrl.Builder url = new HttpUrl.Builder().scheme("https").host("contract.invalid");
    directory.relativize(file).forEach(part -> url.addPathSegment(part.toString()));
    return url.build().toString();
  }

  /**
   * The file that a reference leads to.
   *
   * @param from the location of the file that it stands in
   * @param reference without its fragment, not empty
   * @throws IllegalArgumentException if it leads out of the directory, or to no file
   */
  static Path file(Path directory, String from, String reference) {
    boolean isRelative =
        !reference.startsWith("/") && !reference.startsWith("\\") && !reference.contains(":");
    if (!isRelative) {
      throw new IllegalArgumentException(
          "is not followed (expected: a place in this document, or a file of its directory)");
    }
    try {
      Path parent = directory.resolve(pathOf(from)).getParent();
      String path = URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
      Path file = (parent == null ? directory : parent).resolve(path).normalize();
      if (!file.startsWith(directory)) {
        throw new IllegalArgumentException("leads out of the directory of the document");
      }
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("leads to no file");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(directory)) {
        throw new IllegalArgumentException("leads out of the directory of the document");
      }
      return real;
    } catch (InvalidPathException | IOException e) {
      throw new IllegalArgumentException("leads to no file", e);
    }
  }

  private static String pathOf(String location) {
    return URI.create(location).getPath().substring(1);
  }

  /** What a JSON pointer leads to; missing if there is nothing. */
  static JsonNode at(JsonNode file, String pointer) {
    JsonNode node = file;
    for (String part : parts(pointer)) {
      node = node.isArray() ? item(node, part) : node.path(part);
    }
    return node;
  }

  private static JsonNode item(JsonNode list, String part) {
    return part.matches("[0-9]{1,9}") ? list.path(Integer.parseInt(part)) : list.path(part);
  }

  private static List<String> parts(String pointer) {
    List<String> parts = new ArrayList<>();
    if (pointer.isEmpty()) {
      return parts;
    }
    String plain;
    try {
      plain = URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      plain = pointer; // A percent sign that stands for itself.
    }
    for (String part : plain.substring(1).split("/", -1)) {
      parts.add(unescaped(part));
    }
    return parts;
  }

  /** A part of a JSON pointer (RFC 6901). */
  static String escaped(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }

  private static String unescaped(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }
}
