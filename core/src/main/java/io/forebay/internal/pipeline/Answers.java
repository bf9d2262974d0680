package io.forebay.internal.pipeline;

import java.io.Closeable;
import java.io.IOException;
import okhttp3.Response;
import okio.Socket;

/** Ends responses that their caller does not get. */
final class Answers {
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

  private static void close(Closeable way) {
    try {
      way.close();
    } catch (IOException e) {
      // It is cancelled: there is nothing to save.
    }
  }
}
