package io.forebay.internal.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import okio.Buffer;
import okio.GzipSource;

/** Takes off the coding of a body that is to be looked at (RFC 9110 section 8.4). */
final class ContentCodings {
  private static final List<String> NONE = List.of("", "identity");
  private static final List<String> GZIP = List.of("gzip", "x-gzip");

  private ContentCodings() {}

  /**
   * What a body says.
   *
   * @param headers of the message
   * @param coded a copy of the body, which is used up
   * @param most the most bytes of it
   * @throws Unchecked if nobody can tell
   */
  static byte[] plain(Headers headers, Buffer coded, int most) throws Unchecked {
    String coding = String.join(",", headers.values("Content-Encoding")).strip();
    String known = coding.toLowerCase(Locale.ROOT);
    if (NONE.contains(known)) {
      return coded.readByteArray();
    }
    if (!GZIP.contains(known)) {
      throw new Unchecked("cannot be checked: its coding is not known (expected: gzip or none)");
    }
    return unzipped(coded, most);
  }

  private static byte[] unzipped(Buffer coded, int most) throws Unchecked {
    Buffer plain = new Buffer();
    try (GzipSource gzip = new GzipSource(coded)) {
      while (plain.size() <= most) {
        if (gzip.read(plain, most + 1L - plain.size()) < 0) {
          return plain.readByteArray();
        }
      }
    } catch (IOException e) {
      throw new Unchecked("cannot be checked: it is not in gzip as it says");
    }
    throw new Unchecked(HeldBody.tooLarge(most));
  }
}
