package io.forebay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** What the longer behaviours do, byte by byte. */
final class BehaviourActs {
  private static final int BLOCK = 8192;

  private BehaviourActs() {}

  /** One turn on the wire. */
  @FunctionalInterface
  interface Act {
    void perform(RawExchange exchange) throws IOException;
  }

  static Act stalledHead() {
    return exchange -> {
      exchange.write("HTTP/1.1 200 OK\r\nContent-Le");
      exchange.silence();
    };
  }

  static Act slowBody(String piece, Duration pause, int count) {
    byte[] bytes = piece.getBytes(UTF_8);
    byte[] chunk = concat(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n"));
    return exchange -> {
      exchange.writeOkHead("Transfer-Encoding: chunked");
      if (!exchange.wantsBody()) {
        return;
      }
      for (int i = 0; i < count; i++) {
        exchange.pause(pause);
        exchange.write(chunk);
      }
      exchange.write("0\r\n\r\n");
    };
  }

  /** A body cut short, and what happens instead of the rest. */
  static Act partOfBody(long declared, long sent, Act instead) {
    return exchange -> {
      exchange.writeOkHead("Content-Length: " + declared);
      exchange.writeFiller(sent);
      instead.perform(exchange);
    };
  }

  static Act truncatedChunked() {
    return exchange -> {
      exchange.writeOkHead("Transfer-Encoding: chunked");
      exchange.write("5\r\nwhole\r\na\r\nhalf-");
      exchange.close();
    };
  }

  static Act garbage() {
    byte[] noise = new byte[64];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (0x80 + i * 37);
    }
    byte[] lines = concat(noise, ascii("\r\n"), noise, ascii("\r\n\r\n"));
    return exchange -> {
      exchange.write(lines);
      exchange.close();
    };
  }

  static Act interimStorm(int count, Duration pause) {
    return exchange -> {
      for (int i = 0; i < count; i++) {
        exchange.write("HTTP/1.1 103 Early Hints\r\n\r\n");
        exchange.pause(pause);
      }
      exchange.answer(Answer.ok("after the storm"));
    };
  }

  static Act hugeHead(long totalBytes) {
    String filler = "X-Filler: " + "x".repeat(1012) + "\r\n";
    return exchange -> {
      exchange.write("HTTP/1.1 200 OK\r\n");
      for (long sent = 0; sent < totalBytes; sent += filler.length()) {
        exchange.write(filler);
      }
      exchange.write("Content-Length: 0\r\n\r\n");
    };
  }

  static Act endlessBody() {
    byte[] chunk = ascii(Integer.toHexString(BLOCK) + "\r\n" + "x".repeat(BLOCK) + "\r\n");
    return exchange -> {
      exchange.writeOkHead("Transfer-Encoding: chunked");
      exchange.writeForEver(chunk);
    };
  }

  static Act endlessChunkExtension() {
    byte[] filler = ascii("x".repeat(BLOCK));
    return exchange -> {
      exchange.writeOkHead("Transfer-Encoding: chunked");
      exchange.write("5;extension=");
      exchange.writeForEver(filler);
    };
  }

  /** The bytes of {@code text}, one a char; refuses what has none. */
  static byte[] wireBytes(String text) {
    if (!ISO_8859_1.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "raw text: '%s' (expected: chars up to U+00FF, each one byte)".formatted(text));
    }
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
