package io.forebay.internal.pipeline;

import java.io.Closeable;
import java.io.IOException;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.Socket;

/** Ends responses that their caller does not get. */
final class Answers {
  /** Enough for what an origin has to say of an error. */
  private static final int MOST = 64 * 1024;

  /** What came of a body, and whether that is all of it. */
  record Beginning(ByteString bytes, boolean complete) {
    static final Beginning NONE = new Beginning(ByteString.EMPTY, false);
  }

  private Answers() {}

  /** Closes a response; of one that switched protocols the connection, which has no body. */
  static void discard(Response response) {
    Socket socket = response.socket();
    if (socket == null) {
      response.close();
      return;
    }
    socket.cancel();
    // Its call ends with both of its ways, and only then gives its permit back.
    close(socket.getSource());
    close(socket.getSink());
  }

  /**
   * Reads what somebody may want to look at in the failure that stands for the response. The limits
   * of the call hold; what ends it early is not what the caller has to hear of.
   */
  static Beginning beginning(Response response) {
    if (response.socket() != null) {
      return Beginning.NONE;
    }
    Buffer read = new Buffer();
    boolean ended = false;
    try {
      BufferedSource source = response.body().source();
      while (!ended && read.size() <= MOST) {
        ended = source.read(read, MOST + 1 - read.size()) < 0;
      }
    } catch (IOException | RuntimeException e) {
      // What came before it is there.
    }
    return new Beginning(read.snapshot((int) Math.min(read.size(), MOST)), ended);
  }

  private static void close(Closeable way) {
    try {
      way.close();
    } catch (IOException e) {
      // It is cancelled: there is nothing to save.
    }
  }
}
