package io.forebay.internal.pipeline;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * What another body wrote, held in memory: what was checked is what leaves. A body of unknown
 * length stays one.
 */
final class HeldBody extends RequestBody {
  private final @Nullable MediaType type;
  private final Buffer bytes;
  private final boolean measured;

  private HeldBody(@Nullable MediaType type, Buffer bytes, boolean measured) {
    this.type = type;
    this.bytes = bytes;
    this.measured = measured;
  }

  /**
   * Holds a body, which may be written only once.
   *
   * @throws Unchecked if it is larger than that
   */
  static HeldBody of(RequestBody body, int most) throws IOException, Unchecked {
    requireWithin(body.contentLength(), most);
    Buffer bytes = new Buffer();
    Bounded bounded = new Bounded(bytes, most);
    try {
      BufferedSink sink = Okio.buffer(bounded);
      body.writeTo(sink);
      sink.flush();
    } catch (IOException e) {
      requireWithin(bounded.seen, most);
      throw e;
    }
    return new HeldBody(body.contentType(), bytes, body.contentLength() >= 0);
  }

  private static void requireWithin(long size, int most) throws Unchecked {
    if (size > most) {
      throw new Unchecked(tooLarge(most));
    }
  }

  /** Why a body is not checked that is larger than this. */
  static String tooLarge(int most) {
    return "cannot be checked: it is larger than max_body_bytes (max=" + most + ")";
  }

  Buffer bytes() {
    return bytes;
  }

  @Override
  public @Nullable MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return measured ? bytes.size() : -1;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    bytes.copyTo(sink.getBuffer(), 0, bytes.size());
    sink.emitCompleteSegments();
  }

  /** Ends the writing of what is too large. */
  private static final class Bounded extends ForwardingSink {
    private final int most;
    private long seen;

    Bounded(Buffer bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public void write(Buffer source, long count) throws IOException {
      seen += count;
      if (seen > most) {
        throw new IOException("too large");
      }
      super.write(source, count);
    }
  }
}
