package io.forebay.benchmarks.pieces;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;

/**
 * A connection without a kernel: whatever is written to it, one {@link Answer} can be read at once,
 * by the thread that wrote.
 *
 * <p>It stands behind {@link Socket} itself, so that a backend and a raw OkHttp client dial it by
 * the classes that they always use. The price is that all sockets of the process are such.
 */
final class InMemorySocket extends SocketImpl {
  private static boolean installed; // Guarded by the class.

  private byte[] answer = new byte[0];
  private int at;
  private int soTimeout;

  /** From now on every socket of this process is one of these. */
  @SuppressWarnings("deprecation") // Nothing else gets behind sockets that others make.
  static synchronized void install() throws IOException {
    if (!installed) {
      Socket.setSocketImplFactory(InMemorySocket::new);
      installed = true;
    }
  }

  @Override
  protected void create(boolean stream) {}

  @Override
  protected void connect(SocketAddress remote, int timeout) {
    InetSocketAddress inet = (InetSocketAddress) remote;
    address = inet.getAddress();
    port = inet.getPort();
    localport = 1;
    answer = Answer.at(port).bytes();
    at = answer.length;
  }

  @Override
  protected InputStream getInputStream() {
    return new Input();
  }

  @Override
  protected OutputStream getOutputStream() {
    return new Output();
  }

  @Override
  protected int available() {
    return answer.length - at;
  }

  @Override
  protected void close() {}

  @Override
  public void setOption(int option, Object value) {
    if (option == SocketOptions.SO_TIMEOUT) {
      soTimeout = (Integer) value;
    }
  }

  @Override
  public Object getOption(int option) throws SocketException {
    if (option == SocketOptions.SO_TIMEOUT) {
      return soTimeout;
    }
    if (option == SocketOptions.SO_BINDADDR) {
      return InetAddress.getLoopbackAddress();
    }
    throw new SocketException("option " + option);
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws SocketTimeoutException {
      requireAnswer();
      return answer[at++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws SocketTimeoutException {
      requireAnswer();
      int count = Math.min(length, answer.length - at);
      System.arraycopy(answer, at, bytes, offset, count);
      at += count;
      return count;
    }

    /** Nothing comes before it is asked for, however long one waits. */
    private void requireAnswer() throws SocketTimeoutException {
      if (at >= answer.length) {
        throw new SocketTimeoutException("Read timed out");
      }
    }

    @Override
    public int available() {
      return InMemorySocket.this.available();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) {
      at = 0;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      at = 0;
    }
  }

  // ---- what nobody asks of it

  @Override
  protected void connect(String host, int port) throws IOException {
    throw unsupported();
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    throw unsupported();
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    throw unsupported();
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw unsupported();
  }

  @Override
  protected void accept(SocketImpl socket) throws IOException {
    throw unsupported();
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw unsupported();
  }

  @Override
  protected FileDescriptor getFileDescriptor() {
    throw new UnsupportedOperationException();
  }

  private static SocketException unsupported() {
    return new SocketException("not in memory");
  }
}
