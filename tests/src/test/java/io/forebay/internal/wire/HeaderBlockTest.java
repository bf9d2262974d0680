package io.forebay.internal.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {

  private static HeaderBlock block(Buffer bytes) throws ProtocolViolation {
    HeaderBlock block = new HeaderBlock();
    end(block, bytes);
    return block;
  }

  private static void end(HeaderBlock block, Buffer bytes) throws ProtocolViolation {
    byte[] head = bytes.readByteArray();
    block.begin();
    block.frame();
    block.add(head, 0, head.length);
    block.end();
  }

  /** A literal that enters the table, RFC 7541 section 6.2.1. */
  private static Buffer kept(Buffer to, String name, String value) {
    return text(text(to.writeByte(0x40), name), value);
  }

  private static Buffer text(Buffer to, String text) {
    if (text.length() < 127) {
      return to.writeByte(text.length()).writeUtf8(text);
    }
    int rest = text.length() - 127;
    to.writeByte(127);
    while (rest >= 128) {
      to.writeByte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return to.writeByte(rest).writeUtf8(text);
  }

  @Test
  void usualHeadPasses() {
    Buffer head = new Buffer().writeByte(0x88); // :status 200
    kept(head, "x-a", "b");
    kept(head, "x-b", "c".repeat(300));
    head.writeByte(0x80 | 62).writeByte(0x80 | 63);

    assertThatCode(() -> block(head)).doesNotThrowAnyException();
  }

  @Test
  void entriesStayBetweenHeads() throws Exception {
    HeaderBlock block = block(kept(new Buffer(), "x-a", "b"));

    assertThatCode(() -> end(block, new Buffer().writeByte(0x80 | 62))).doesNotThrowAnyException();
    assertThatThrownBy(() -> end(block, new Buffer().writeByte(0x80 | 63)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("does not exist");
  }

  /** P16 hpack-bomb: one large entry, referred to many times. */
  @Test
  void entryThatIsReferredToAgainAndAgainIsRefused() {
    Buffer head = kept(new Buffer(), "x", "a".repeat(4_000));
    for (int i = 0; i < 100; i++) {
      head.writeByte(0x80 | 62);
    }
    assertThatThrownBy(() -> block(head)).isInstanceOf(ProtocolViolation.class);
  }

  /** P16 hpack-empty-flood: fields with nothing in them. */
  @Test
  void fieldsWithoutNumberAreRefused() {
    Buffer head = new Buffer();
    for (int i = 0; i < 300; i++) {
      head.writeByte(0x00).writeByte(0).writeByte(0);
    }
    assertThatThrownBy(() -> block(head))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("256 fields");
  }

  /** P16 continuation-endless, continuation-empty. */
  @Test
  void headInFramesWithoutNumberIsRefused() {
    HeaderBlock block = new HeaderBlock();
    block.begin();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 65; i++) {
                block.frame();
              }
            })
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> block.add(new byte[70_000], 0, 70_000))
        .isInstanceOf(ProtocolViolation.class);
  }

  /** P16 hpack-bad-int and its kin. */
  @Test
  void numberWithoutEndIsRefused() {
    Buffer head = new Buffer().writeByte(0xff);
    for (int i = 0; i < 10; i++) {
      head.writeByte(0xff);
    }
    assertThatThrownBy(() -> block(head))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void headThatBreaksOffIsRefused() {
    assertThatThrownBy(() -> block(new Buffer().writeByte(0x40).writeByte(9).writeUtf8("x")))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("within a field");
  }

  @Property(tries = 2_000)
  void anyBytesPassOrAreRefused(@ForAll byte[] bytes) {
    try {
      block(new Buffer().write(bytes));
    } catch (ProtocolViolation refused) {
      // So be it.
    }
  }
}
