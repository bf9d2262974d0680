package io.forebay.internal.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okio.Buffer;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final int DATA = 0;
  private static final int SETTINGS = 4;
  private static final int PING = 6;

  private static Buffer frame(int type, int payload) {
    return new Buffer()
        .writeByte(payload >> 16)
        .writeShort(payload)
        .writeByte(type)
        .writeByte(0)
        .writeInt(type == DATA ? 1 : 0)
        .write(new byte[payload]);
  }

  private static void accept(Frames frames, Buffer bytes) throws ProtocolViolation {
    byte[] array = bytes.readByteArray();
    frames.accept(array, 0, array.length);
  }

  private static Frames greeted() throws ProtocolViolation {
    Frames frames = new Frames();
    accept(frames, frame(SETTINGS, 6));
    return frames;
  }

  @Test
  void largestFrameThatWeAskForPasses() throws Exception {
    Frames frames = greeted();

    assertThatCode(() -> accept(frames, frame(DATA, 16_384))).doesNotThrowAnyException();
  }

  /** P19 frame-too-big. */
  @Test
  void largerFrameIsRefused() throws Exception {
    Frames frames = greeted();

    assertThatThrownBy(() -> accept(frames, frame(DATA, 16_385)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("above 16384 bytes");
  }

  /** P20 tls-alpn-lie. */
  @Test
  void answerInHttp1IsNamed() {
    Buffer answer = new Buffer().writeUtf8("HTTP/1.1 404 Not Found\r\n\r\n");

    assertThatThrownBy(() -> accept(new Frames(), answer))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("it answers with HTTP/1 where HTTP/2 was agreed on");
  }

  /** P19 garbage. */
  @Test
  void connectionThatDoesNotBeginWithSettingsIsRefused() {
    assertThatThrownBy(() -> accept(new Frames(), frame(PING, 8)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("not SETTINGS");
  }
}
