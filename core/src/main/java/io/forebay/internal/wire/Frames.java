package io.forebay.internal.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Follows the frames that an HTTP/2 origin sends (RFC 9113 section 4.1). Used by its reader. */
final class Frames {
  /** Most frames in a second that bring no part of a message. */
  static final int MOST_CONTROL = 1_000;

  /** Most window updates in a second: an upload earns one for every few kilobytes. */
  private static final int MOST_UPDATES = 100_000;

  /** Most heads of one stream: interim ones, the response's, and its trailers. */
  private static final int MOST_HEADS = ResponseFrames.MOST_INTERIM + 2;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;

  private static final int END_STREAM = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;

  /** OkHttp never asks for larger ones (RFC 9113 section 4.2). */
  private static final int LARGEST_PAYLOAD = 16_384;

  private final byte[] header = new byte[9];
  private boolean greeted;
  private int headerBytes;
  private int payloadLeft;
  private int type;
  private int flags;
  private int stream;

  private final HeaderBlock block = new HeaderBlock();
  private int skip;
  private int padding;
  private boolean padLengthAhead;

  private final Map<Integer, Integer> heads = new HashMap<>();
  private long windowStart = System.nanoTime();
  private int control;
  private int updates;

  void accept(byte[] bytes, int offset, int count) throws ProtocolViolation {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (headerBytes < header.length) {
        header[headerBytes++] = bytes[at++];
        if (headerBytes == header.length) {
          begin();
        }
        continue;
      }
      int taken = Math.min(payloadLeft, end - at);
      payload(bytes, at, taken);
      at += taken;
      payloadLeft -= taken;
      if (payloadLeft == 0) {
        end();
      }
    }
  }

  private void begin() throws ProtocolViolation {
    payloadLeft = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
    type = header[3] & 0xff;
    flags = header[4] & 0xff;
    stream =
        (header[5] & 0x7f) << 24
            | (header[6] & 0xff) << 16
            | (header[7] & 0xff) << 8
            | (header[8] & 0xff);
    requireHttp2();
    count();
    if (type == HEADERS) {
      block.begin();
      padLengthAhead = (flags & PADDED) != 0;
      padding = 0;
      skip = (flags & PRIORITY) != 0 ? 5 : 0;
      countHeads();
    } else if (type == CONTINUATION) {
      padLengthAhead = false;
      padding = 0;
      skip = 0;
    }
    if (isHead()) {
      block.frame();
    }
    if (payloadLeft == 0) {
      end();
    }
  }

  /** An origin begins with its settings (RFC 9113 section 3.4), or speaks something else. */
  private void requireHttp2() throws ProtocolViolation {
    if (!greeted && type != SETTINGS) {
      throw new ProtocolViolation(
          header[0] == 'H' && header[1] == 'T'
              ? "it answers with HTTP/1 where HTTP/2 was agreed on"
              : "its first HTTP/2 frame is not SETTINGS");
    }
    greeted = true;
    if (payloadLeft > LARGEST_PAYLOAD) {
      throw new ProtocolViolation("an HTTP/2 frame above " + LARGEST_PAYLOAD + " bytes");
    }
  }

  private boolean isHead() {
    return type == HEADERS || type == CONTINUATION;
  }

  /** What brings a part of a message earns the right to more control frames. */
  private void count() throws ProtocolViolation {
    boolean brings = (type == DATA && payloadLeft > 0) || type == HEADERS;
    if (brings) {
      control = 0;
      updates = 0;
      return;
    }
    if (type == CONTINUATION || (type == DATA && (flags & END_STREAM) != 0)) {
      return;
    }
    long now = System.nanoTime();
    if (now - windowStart > SECOND) {
      windowStart = now;
      control = 0;
      updates = 0;
    }
    boolean tooMany = type == WINDOW_UPDATE ? ++updates > MOST_UPDATES : ++control > MOST_CONTROL;
    if (tooMany) {
      throw ProtocolViolation.excess(
          "more than "
              + (type == WINDOW_UPDATE ? MOST_UPDATES : MOST_CONTROL)
              + " HTTP/2 control frames in a second without data");
    }
  }

  private void countHeads() throws ProtocolViolation {
    if ((flags & END_STREAM) != 0) {
      heads.remove(stream);
    } else if (heads.merge(stream, 1, Integer::sum) > MOST_HEADS) {
      throw ProtocolViolation.excess("more than " + MOST_HEADS + " heads of one response");
    }
  }

  private void payload(byte[] bytes, int offset, int count) throws ProtocolViolation {
    if (!isHead()) {
      return;
    }
    int at = offset;
    int left = count;
    if (padLengthAhead && left > 0) {
      padding = bytes[at++] & 0xff;
      left--;
      padLengthAhead = false;
    }
    int skipped = Math.min(skip, left);
    skip -= skipped;
    at += skipped;
    left -= skipped;
    // What of the frame is still to come after these bytes may be all padding.
    int behind = payloadLeft - count;
    int padded = Math.max(0, Math.min(left, padding - behind));
    block.add(bytes, at, left - padded);
  }

  private void end() throws ProtocolViolation {
    headerBytes = 0;
    if (isHead() && (flags & END_HEADERS) != 0) {
      block.end();
    }
    if (type == RST_STREAM || (type == DATA && (flags & END_STREAM) != 0)) {
      heads.remove(stream);
    }
  }
}
