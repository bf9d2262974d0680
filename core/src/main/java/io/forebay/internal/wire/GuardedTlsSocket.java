package io.forebay.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TLS socket whose plaintext is guarded. Everything but the stream is the other socket's; which
 * guard it gets is known once the handshake has settled the protocol.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // The other socket locks what it must.
public final class GuardedTlsSocket extends SSLSocket
    implements WireGuard.Guarded, WireGuard.ReadLimit {
  private final SSLSocket tls;
  private final Socket raw;
  private final long generation;
  private final boolean guarded;
  private final AtomicReference<@Nullable Object> note = new AtomicReference<>();
  private @Nullable InputStream input; // Made once, by the connecting thread.
  private volatile WireGuard guard = WireGuard.NONE;
  private volatile int wantedSoTimeout;

  /**
   * Guards a socket.
   *
   * @param tls the socket
   * @param raw what it runs over
   * @param generation which TLS material its handshake uses
   * @param guarded whether its plaintext is guarded at all
   */
  public GuardedTlsSocket(SSLSocket tls, Socket raw, long generation, boolean guarded) {
    this.tls = tls;
    this.raw = raw;
    this.generation = generation;
    this.guarded = guarded;
  }

  /** Which TLS material its handshake used. */
  public long generation() {
    return generation;
  }

  @Override
  public AtomicReference<@Nullable Object> note() {
    return note;
  }

  @Override
  public WireGuard guard() {
    return guard;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream known = input;
    if (known == null) {
      if (guarded) {
        guard = "h2".equals(tls.getApplicationProtocol()) ? new Http2Guard() : new Http1Guard();
      }
      known = guard.over(tls.getInputStream(), this);
      input = known;
    }
    return known;
  }

  @Override
  public void limitReads(int millis) throws IOException {
    tls.setSoTimeout(millis);
  }

  @Override
  public void unlimitReads() throws IOException {
    tls.setSoTimeout(wantedSoTimeout);
  }

  /**
   * Session tickets come unasked and are no data: where something waits underneath, it is read for
   * as long as it takes to see which of the two it is.
   */
  @Override
  public boolean readable() throws IOException {
    if (raw.getInputStream().available() == 0) {
      return false;
    }
    int before = tls.getSoTimeout();
    try {
      tls.setSoTimeout(1);
      tls.getInputStream().read();
      return true;
    } catch (SocketTimeoutException nothing) {
      return false;
    } finally {
      tls.setSoTimeout(before);
    }
  }

  // ---- all else is the other socket's

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return tls.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    tls.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return tls.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return tls.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    tls.setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return tls.getSession();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return tls.getHandshakeSession();
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    tls.addHandshakeCompletedListener(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    tls.removeHandshakeCompletedListener(listener);
  }

  @Override
  public void startHandshake() throws IOException {
    tls.startHandshake();
  }

  @Override
  public void setUseClientMode(boolean mode) {
    tls.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return tls.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    tls.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return tls.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    tls.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return tls.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    tls.setEnableSessionCreation(flag);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return tls.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return tls.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    tls.setSSLParameters(parameters);
  }

  @Override
  public String getApplicationProtocol() {
    return tls.getApplicationProtocol();
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return tls.getHandshakeApplicationProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLSocket, List<String>, String> selector) {
    tls.setHandshakeApplicationProtocolSelector(selector);
  }

  @Override
  public BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
    return tls.getHandshakeApplicationProtocolSelector();
  }

  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    tls.connect(address, timeout);
  }

  @Override
  public void connect(SocketAddress address) throws IOException {
    tls.connect(address);
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    tls.bind(address);
  }

  @Override
  public InetAddress getInetAddress() {
    return tls.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return tls.getLocalAddress();
  }

  @Override
  public int getPort() {
    return tls.getPort();
  }

  @Override
  public int getLocalPort() {
    return tls.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return tls.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return tls.getLocalSocketAddress();
  }

  @Override
  public SocketChannel getChannel() {
    return tls.getChannel();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return tls.getOutputStream();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    tls.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return tls.getTcpNoDelay();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    wantedSoTimeout = timeout;
    tls.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return tls.getSoTimeout();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    tls.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return tls.getKeepAlive();
  }

  @Override
  public void shutdownInput() throws IOException {
    tls.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    tls.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return tls.isConnected();
  }

  @Override
  public boolean isBound() {
    return tls.isBound();
  }

  @Override
  public boolean isClosed() {
    return tls.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return tls.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return tls.isOutputShutdown();
  }

  /**
   * Nothing more is taken from the peer then: the JDK reads on until nothing waits, and with a peer
   * that never stops sending that may last for ever.
   */
  @Override
  public void close() throws IOException {
    try {
      raw.shutdownInput();
    } catch (IOException nothingToRead) {
      // It is not connected, or closed already.
    }
    tls.close();
  }

  /** The other socket. */
  @Override
  public String toString() {
    return "guarded " + tls;
  }
}
