package io.forebay.cli.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okio.ByteString;

/** The lines of a stream, as bytes and with a bound, so that no input can do harm. One thread. */
final class InputLines {
  /** The longest line that is kept. */
  static final int LIMIT = 32 << 20;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final InputStream in;
  private final byte[] chunk = new byte[64 << 10];
  private int position;
  private int end;
  private long number;

  InputLines(InputStream in) {
    this.in = in;
  }

  /**
   * A line without its break.
   *
   * @param number counted from 1
   * @param bytes the bytes; none if there were too many
   * @param tooLong whether there were too many
   */
  record Line(long number, ByteString bytes, boolean tooLong) {

    /** Whether there is nothing in it. */
    boolean isBlank() {
      for (int i = 0; i < bytes.size(); i++) {
        byte b = bytes.getByte(i);
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return !tooLong;
    }

    /**
     * The text.
     *
     * @throws InputException if it was too long, or is not UTF-8
     */
    String text() throws InputException {
      if (tooLong) {
        throw new InputException("longer than " + (LIMIT >> 20) + " MiB");
      }
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
        return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      } catch (CharacterCodingException e) {
        throw new InputException("not UTF-8", e);
      }
    }
  }

  /** The next line; empty at the end of the stream. */
  Optional<Line> next() throws IOException {
    if (position == end && !fill()) {
      return Optional.empty();
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean broken = false;
    while (!broken && (position < end || fill())) {
      int from = position;
      broken = skipToBreak();
      int length = position - from - (broken ? 1 : 0);
      tooLong |= length > LIMIT - line.size();
      if (!tooLong) {
        line.write(chunk, from, length);
      }
    }
    ByteString kept = tooLong ? ByteString.EMPTY : ByteString.of(line.toByteArray());
    return Optional.of(new Line(number, kept, tooLong));
  }

  /** Goes behind the next line break in the chunk, or to its end. */
  private boolean skipToBreak() {
    while (position < end) {
      if (chunk[position++] == '\n') {
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }
}
