package io.forebay.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket, dialled whatever host and port say.
 *
 * <p>The JDK has channels only for these, and channels know no timeouts: see {@link
 * ChannelStreams}.
 */
final class UnixImpl extends ClientImpl {
  private final Path path;
  private volatile @Nullable SocketChannel channel;
  private volatile @Nullable ChannelStreams streams;
  private volatile boolean closed;
  private volatile int soTimeout;

  UnixImpl(Path path) {
    this.path = path;
  }

  @Override
  protected void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
    SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel = opened;
    if (closed) {
      opened.close();
    }
    try {
      dial(opened, timeoutMillis);
      opened.configureBlocking(false);
      streams = new ChannelStreams(opened, () -> soTimeout);
    } catch (IOException e) {
      opened.close();
      if (closed) {
        throw failure("Socket closed", e);
      }
      throw e;
    }
    if (closed) {
      close();
      throw new SocketException("Socket closed");
    }
  }

  /** Blocks while the listener's queue is full; the watchdog ends that by closing the channel. */
  private void dial(SocketChannel opened, int timeoutMillis) throws IOException {
    AsyncTimeout limit =
        new AsyncTimeout() {
          @Override
          protected void timedOut() {
            closeQuietly(opened);
          }
        };
    limit.timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    limit.enter();
    IOException failure = null;
    try {
      opened.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException | UnsupportedOperationException e) {
      failure = failed(e);
    }
    if (limit.exit()) {
      throw new SocketTimeoutException("unix_socket " + path + ": Connect timed out");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private IOException failed(Exception e) {
    String why = e instanceof AsynchronousCloseException ? "Socket closed" : e.getMessage();
    return failure("unix_socket " + path + ": " + why, e);
  }

  private ChannelStreams streams() throws SocketException {
    ChannelStreams connected = streams;
    if (connected == null) {
      throw new SocketException("Socket is not connected");
    }
    return connected;
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    return streams().input();
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    return streams().output();
  }

  @Override
  protected int available() {
    return 0;
  }

  @Override
  protected void close() {
    closed = true;
    SocketChannel opened = channel;
    if (opened != null) {
      closeQuietly(opened);
    }
    ChannelStreams connected = streams;
    if (connected != null) {
      connected.close();
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    SocketChannel opened = channel;
    if (opened != null) {
      opened.shutdownInput();
    }
  }

  @Override
  protected void shutdownOutput() throws IOException {
    SocketChannel opened = channel;
    if (opened != null) {
      opened.shutdownOutput();
    }
  }

  @Override
  public void setOption(int option, Object value) {
    if (option == SocketOptions.SO_TIMEOUT) {
      soTimeout = (Integer) value;
    }
    // The others are TCP's.
  }

  @Override
  public Object getOption(int option) throws SocketException {
    return switch (option) {
      case SocketOptions.SO_TIMEOUT -> soTimeout;
      case SocketOptions.SO_BINDADDR -> InetAddress.getLoopbackAddress();
      case SocketOptions.TCP_NODELAY -> true;
      default -> throw new SocketException("no such option on a Unix domain socket");
    };
  }
}
