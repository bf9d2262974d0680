package io.forebay.openapi.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document and the files of its directory that it refers to, all read at once; every reference in
 * them is absolute, and leads to one of them. From then on nothing is read any more.
 */
public final class Documents {
  private static final int MOST_FILES = 100;
  private static final int MOST_HOPS = 64;

  private final Path directory;
  private final String root;
  private final Map<String, JsonNode> files = new LinkedHashMap<>();
  private final Map<Path, String> digests = new LinkedHashMap<>();
  private final Set<Reference> references = new LinkedHashSet<>();

  private Documents(Path directory, String root) {
    this.directory = directory;
    this.root = root;
  }

  /**
   * Reads a document.
   *
   * @throws IOException if its file cannot be read
   * @throws IllegalArgumentException if it, or what it refers to, is not what it should be
   */
  public static Documents of(Path file) throws IOException {
    Path real = file.toRealPath();
    Path directory = real.getParent();
    if (directory == null) {
      throw new IllegalArgumentException("not a file");
    }
    String name = Locations.of(directory, real);
    Documents documents = new Documents(directory, name);
    documents.load(real);
    documents.references.forEach(documents::check);
    return documents;
  }

  private void load(Path file) throws IOException {
    Deque<Path> toRead = new ArrayDeque<>();
    toRead.add(file);
    while (!toRead.isEmpty()) {
      Path next = toRead.remove();
      String location = Locations.of(directory, next);
      if (files.containsKey(location)) {
        continue;
      }
      if (files.size() >= MOST_FILES) {
        throw new IllegalArgumentException("refers to more than " + MOST_FILES + " files");
      }
      Rewriter rewriter = new Rewriter(location, root, directory);
      files.put(location, rewriter.rewritten(read(next)));
      references.addAll(rewriter.references());
      toRead.addAll(rewriter.files());
    }
  }

  private JsonNode read(Path file) throws IOException {
    String name = directory.relativize(file).toString();
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(name + ": not a regular file");
    }
    byte[] bytes = Digests.read(file);
    if (bytes.length > Digests.MOST_BYTES) {
      throw new IllegalArgumentException(name + ": longer than " + Digests.MOST_BYTES + " bytes");
    }
    digests.put(file, Digests.of(bytes));
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return DocumentText.read(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + ": not in UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** It has to lead somewhere, and not only to further references for ever. */
  private void check(Reference reference) {
    if (!reference.isPointer()) {
      return; // An anchor: the validator will say.
    }
    JsonNode target = target(reference.target());
    if (target.isMissingNode()) {
      throw reference.wrong("leads nowhere");
    }
    for (int hops = 0; target.path("$ref").isString(); hops++) {
      if (hops == MOST_HOPS) {
        throw reference.wrong("leads to itself");
      }
      target = target(target.path("$ref").stringValue());
    }
  }

  private JsonNode target(String location) {
    int hash = location.indexOf('#');
    JsonNode file = files.get(hash < 0 ? location : location.substring(0, hash));
    if (file == null) {
      return Json.MAPPER.missingNode();
    }
    return hash < 0 ? file : Locations.at(file, location.substring(hash + 1));
  }

  /** What the files held, by their real paths. */
  Map<Path, String> digests() {
    return digests;
  }

  /** The document that was asked for. */
  JsonNode root() {
    return files.getOrDefault(root, Json.MAPPER.missingNode());
  }

  /** All files by their locations; null: there is none. */
  Map<String, JsonNode> files() {
    return files;
  }

  /** The node itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    for (int hops = 0; found.path("$ref").isString() && hops <= MOST_HOPS; hops++) {
      JsonNode target = target(found.path("$ref").stringValue());
      // Beside a reference to a path there may be more operations (OpenAPI 3.0 leaves it open).
      found =
          found.size() > 1 && target instanceof ObjectNode object ? merged(object, found) : target;
    }
    return found;
  }

  private static JsonNode merged(ObjectNode target, JsonNode beside) {
    ObjectNode merged = target.deepCopy();
    beside
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals("$ref")) {
                merged.set(entry.getKey(), entry.getValue());
              }
            });
    return merged;
  }
}
