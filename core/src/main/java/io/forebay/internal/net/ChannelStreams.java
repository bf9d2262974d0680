package io.forebay.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a channel that never blocks, with a timeout on reads.
 *
 * <p>Written by hand, because the streams of {@code Channels} know no timeout and may lock reads
 * against writes. Each direction waits on a selector of its own, made when it first has to wait.
 */
final class ChannelStreams {
  private final SocketChannel channel;
  private final IntSupplier soTimeout;
  private final Readiness readable = new Readiness(SelectionKey.OP_READ);
  private final Readiness writable = new Readiness(SelectionKey.OP_WRITE);
  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  /** Over a connected channel; reads fail after so many milliseconds without a byte, 0: never. */
  ChannelStreams(SocketChannel channel, IntSupplier soTimeout) {
    this.channel = channel;
    this.soTimeout = soTimeout;
  }

  InputStream input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  /** Wakes whoever waits; the channel is closed already. */
  void close() {
    readable.close();
    writable.close();
  }

  private int read(ByteBuffer into) throws IOException {
    int millis = soTimeout.getAsInt();
    long from = System.nanoTime();
    try {
      int count = channel.read(into);
      while (count == 0) {
        if (!readable.await(millis, from)) {
          throw new SocketTimeoutException("Read timed out");
        }
        count = channel.read(into);
      }
      return count;
    } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException e) {
      throw ClientImpl.failure("Socket closed", e);
    }
  }

  private void write(ByteBuffer from) throws IOException {
    try {
      while (from.hasRemaining()) {
        if (channel.write(from) == 0) {
          writable.await(0, 0);
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException e) {
      throw ClientImpl.failure("Socket closed", e);
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
      return length == 0 ? 0 : ChannelStreams.this.read(into);
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ChannelStreams.this.write(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  /** One direction's wait. */
  private final class Readiness {
    private final int operation;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private @Nullable Selector selector;
    private boolean closed;

    Readiness(int operation) {
      this.operation = operation;
    }

    /**
     * Whether the channel may be ready before {@code millis} have passed since then; 0: no limit.
     */
    boolean await(int millis, long since) throws IOException {
      long wait = 0;
      if (millis > 0) {
        wait = millis - (System.nanoTime() - since) / 1_000_000;
        if (wait <= 0) {
          return false;
        }
      }
      Selector ready = selector();
      ready.select(wait);
      ready.selectedKeys().clear();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted"); // Else select would not wait again.
      }
      return true;
    }

    private Selector selector() throws IOException {
      lock.lock();
      try {
        if (closed) {
          throw new ClosedSelectorException();
        }
        Selector known = selector;
        if (known == null) {
          known = Selector.open();
          selector = known;
          channel.register(known, operation);
        }
        return known;
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        closed = true;
        if (selector != null) {
          selector.close();
        }
      } catch (IOException e) {
        // Nothing is left to be done with it.
      } finally {
        lock.unlock();
      }
    }
  }
}
