package io.forebay.internal.wire;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Bounds what a compressed head of HTTP/2 unfolds to (RFC 7541), without unfolding it: a byte can
 * stand for four kilobytes. Of the names it knows only what OkHttp does not tell anybody: that of
 * the status, which stands once and first, and those that belong to a connection (RFC 9113 sections
 * 8.2.2 and 8.3).
 *
 * <p>Sizes of Huffman-coded texts are only estimated: entries of the dynamic table are kept at
 * least as long as the real ones, and counted at least as large.
 */
final class HeaderBlock {
  static final int MOST_FRAMES = 64;
  static final int MOST_UNFOLDED = 256 * 1024;

  private static final int TABLE = 4_096;
  private static final int STATIC_ENTRIES = 61;

  /** No entry of the static table is larger, its 32 bytes of overhead included. */
  private static final int STATIC_SIZE = 64;

  private static final int OVERHEAD = 32;
  private static final int KEPT = 4_096;

  /** An entry of the dynamic table, newest first; or a text. */
  private record Entry(FieldName name, int least, int most) {}

  private final ArrayDeque<Entry> table = new ArrayDeque<>();
  private int tableLeast;
  private byte[] bytes = new byte[256];
  private int length;
  private int frames;
  private int at;
  private boolean sawStatus;
  private boolean sawOther;

  void begin() {
    length = 0;
    frames = 0;
    sawStatus = false;
    sawOther = false;
  }

  void frame() throws ProtocolViolation {
    if (++frames > MOST_FRAMES) {
      throw ProtocolViolation.excess("a head in more than " + MOST_FRAMES + " frames");
    }
  }

  void add(byte[] more, int offset, int count) throws ProtocolViolation {
    if (length + count > FieldLines.MOST_BYTES) {
      throw ProtocolViolation.excess("a head of more than " + FieldLines.MOST_BYTES + " bytes");
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(more, offset, bytes, length, count);
    length += count;
  }

  /** The head is complete. */
  void end() throws ProtocolViolation {
    int fields = 0;
    long unfolded = 0;
    at = 0;
    while (at < length) {
      int size = field();
      if (size > 0) {
        fields++;
        unfolded += size;
      }
      if (fields > FieldLines.MOST_FIELDS || unfolded > MOST_UNFOLDED) {
        throw ProtocolViolation.excess(
            "a head of more than "
                + FieldLines.MOST_FIELDS
                + " fields or "
                + MOST_UNFOLDED
                + " bytes");
      }
    }
    if (bytes.length > KEPT) {
      bytes = new byte[256];
    }
  }

  /** The size of the next field at most; 0 for a change of the table's size. */
  private int field() throws ProtocolViolation {
    int first = bytes[at] & 0xff;
    if ((first & 0x80) != 0) {
      Entry known = entry(number(7));
      see(known.name());
      return known.most();
    }
    if ((first & 0xe0) == 0x20) {
      resize(number(5));
      return 0;
    }
    boolean kept = (first & 0x40) != 0;
    int index = number(kept ? 6 : 4);
    Entry name = index == 0 ? text(true) : entry(index);
    see(name.name());
    Entry value = text(false);
    Entry field = new Entry(name.name(), name.least() + value.least(), name.most() + value.most());
    if (kept) {
      insert(field);
    }
    return field.most() + OVERHEAD;
  }

  private Entry entry(int index) throws ProtocolViolation {
    if (index >= 1 && index <= STATIC_ENTRIES) {
      return new Entry(FieldName.ofStatic(index), 0, STATIC_SIZE);
    }
    int position = index - STATIC_ENTRIES - 1;
    if (position < 0 || position >= table.size()) {
      throw new ProtocolViolation("a head that refers to an entry that does not exist");
    }
    Iterator<Entry> entries = table.iterator();
    for (int i = 0; i < position; i++) {
      entries.next();
    }
    return entries.next();
  }

  private void insert(Entry field) {
    table.addFirst(new Entry(field.name(), field.least(), field.most() + OVERHEAD));
    tableLeast += field.least() + OVERHEAD;
    evict(TABLE);
  }

  private void resize(int most) {
    evict(Math.min(most, TABLE));
  }

  private void evict(int most) {
    while (tableLeast > most && !table.isEmpty()) {
      tableLeast -= table.removeLast().least() + OVERHEAD;
    }
  }

  /** The length of a text: as it stands, or between the shortest and the longest code. */
  private Entry text(boolean isName) throws ProtocolViolation {
    require(1);
    boolean huffman = (bytes[at] & 0x80) != 0;
    int count = number(7);
    require(count);
    FieldName name = isName ? FieldName.of(bytes, at, count, huffman) : FieldName.OTHER;
    at += count;
    return huffman ? new Entry(name, count * 8 / 30, count * 8 / 5) : new Entry(name, count, count);
  }

  private void see(FieldName name) throws ProtocolViolation {
    if (name == FieldName.OF_CONNECTION) {
      throw new ProtocolViolation("a field in HTTP/2 that belongs to a connection of HTTP/1.1");
    }
    if (name == FieldName.PSEUDO) {
      throw new ProtocolViolation("a pseudo-header that responses do not have");
    }
    if (name == FieldName.STATUS && (sawStatus || sawOther)) {
      throw new ProtocolViolation("a second :status, or one behind other fields");
    }
    sawStatus |= name == FieldName.STATUS;
    sawOther |= name == FieldName.OTHER;
  }

  private int number(int prefix) throws ProtocolViolation {
    int mask = (1 << prefix) - 1;
    require(1);
    int number = bytes[at++] & mask;
    if (number < mask) {
      return number;
    }
    for (int shift = 0; shift <= 14; shift += 7) {
      require(1);
      int more = bytes[at++] & 0xff;
      number += (more & 0x7f) << shift;
      if (more < 0x80) {
        return number;
      }
    }
    throw new ProtocolViolation("a head with a number out of range");
  }

  private void require(int count) throws ProtocolViolation {
    if (count > length - at) {
      throw new ProtocolViolation("a head that ends within a field");
    }
  }
}
