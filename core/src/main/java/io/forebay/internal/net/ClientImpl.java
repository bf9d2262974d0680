package io.forebay.internal.net;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * What stands behind a socket that is more than TCP: something that connects. It never listens, and
 * does not answer for a file descriptor.
 *
 * <p>{@link #close} may be called by any thread and must not block.
 */
abstract class ClientImpl extends SocketImpl {

  @Override
  protected void create(boolean stream) {
    // Made when it connects.
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    throw unsupported();
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
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
    return new SocketException("not for this kind of socket");
  }

  /** With a cause, which its constructors do not take. */
  static SocketException failure(String problem, Throwable cause) {
    SocketException failure = new SocketException(problem);
    failure.initCause(cause);
    return failure;
  }
}
