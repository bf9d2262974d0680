package io.forebay.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.internal.http2.Huffman;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNameTest {

  @ParameterizedTest
  @CsvSource({
    ":status, STATUS",
    ":path, PSEUDO",
    ":, PSEUDO",
    "connection, OF_CONNECTION",
    "keep-alive, OF_CONNECTION",
    "proxy-connection, OF_CONNECTION",
    "transfer-encoding, OF_CONNECTION",
    "upgrade, OF_CONNECTION",
    "upgrades, OTHER",
    "x-connection, OTHER",
    "status, OTHER",
    "content-type, OTHER",
    "'', OTHER"
  })
  void nameIsKnownPlainAndCoded(String name, FieldName known) throws Exception {
    byte[] plain = name.getBytes(ISO_8859_1);
    Buffer coded = new Buffer();
    Huffman.INSTANCE.encode(ByteString.of(plain), coded);
    byte[] code = coded.readByteArray();

    assertThat(FieldName.of(plain, 0, plain.length, false)).isEqualTo(known);
    assertThat(FieldName.of(code, 0, code.length, true)).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "1, PSEUDO",
    "7, PSEUDO",
    "8, STATUS",
    "14, STATUS",
    "15, OTHER",
    "57, OF_CONNECTION"
  })
  void entryOfTheStaticTableIsKnown(int index, FieldName known) {
    assertThat(FieldName.ofStatic(index)).isEqualTo(known);
  }
}
