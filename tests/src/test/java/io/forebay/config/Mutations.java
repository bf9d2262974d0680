package io.forebay.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Texts like others, with something cut, doubled, moved, replaced or flipped, once or a few times.
 *
 * @param seeds what is changed
 * @param pieces what is put in: what means something to somebody
 */
record Mutations(List<String> seeds, List<String> pieces) {
  private static final int MOST = 4;
  private static final int LONGEST_CUT = 40;
  private static final int LONGEST_MOVE = 80;

  /** Copies the lists. */
  Mutations {
    seeds = List.copyOf(seeds);
    pieces = List.copyOf(pieces);
  }

  /** The next text. */
  String next(Random random) {
    String text = seeds.get(random.nextInt(seeds.size()));
    for (int mutations = 1 + random.nextInt(MOST); mutations > 0; mutations--) {
      text = mutated(text, random);
    }
    return text;
  }

  private String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(LONGEST_CUT)));
    String before = text.substring(0, at);
    return switch (random.nextInt(9)) {
      case 0 -> before + text.substring(to);
      case 1 -> before + piece(random) + text.substring(at);
      case 2 -> before + piece(random) + text.substring(to);
      case 3 -> before + text.substring(at, to).repeat(2 + random.nextInt(2)) + text.substring(to);
      case 4 -> before + (char) random.nextInt(0x100) + text.substring(to);
      case 5 -> flipped(text, random);
      case 6 -> valueReplaced(text, at, random);
      case 7 -> random.nextInt(8) == 0 ? before : before + piece(random) + text.substring(at);
      default -> before + moved(text, random) + text.substring(at);
    };
  }

  private static String moved(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int length = Math.min(random.nextInt(LONGEST_MOVE), text.length() - from);
    return text.substring(from, from + length);
  }

  /** A bit of the UTF-8. */
  private static String flipped(String text, Random random) {
    if (text.isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What stands between a colon and the next comma, so that JSON often stays JSON. */
  private String valueReplaced(String text, int at, Random random) {
    int colon = text.indexOf(": ", at);
    int comma = colon < 0 ? -1 : text.indexOf(",", colon);
    return comma < 0 ? text : text.substring(0, colon + 2) + piece(random) + text.substring(comma);
  }

  private String piece(Random random) {
    String piece = pieces.get(random.nextInt(pieces.size()));
    return random.nextInt(20) == 0 ? piece.repeat(random.nextInt(500)) : piece;
  }
}
