package io.forebay.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
  private final Paths paths = new Paths(HttpUrl.get("https://users.internal:8443"));

  @ParameterizedTest
  @CsvSource({
    "/, https://users.internal:8443/",
    "/a/b, https://users.internal:8443/a/b",
    "/a?b=c&d, https://users.internal:8443/a?b=c&d",
    "/a%20b, https://users.internal:8443/a%20b"
  })
  void constantPathIsReadOnce(String path, String url) {
    assertThat(paths.of(path).url()).hasToString(url).isSameAs(paths.of(path).url());
  }

  @Test
  void pathWithVariablesIsFilledInForEachCall() {
    Paths.Known known = paths.of("/users/{id}?q=1");

    assertThat(known.url()).isNull();
    assertThat(known.variables()).containsExactly("id");
    assertThat(paths.url(known.template().fill(Map.of("id", "a/b")), "r=2"))
        .hasToString("https://users.internal:8443/users/a%2Fb?q=1&r=2");
  }

  @Test
  void pathThatMustNotBeSentIsNoError() {
    Paths.Known known = paths.of("/a/../b");

    assertThat(known.url()).isNull();
    assertThatThrownBy(() -> known.template().fill(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path: holds a '..' segment");
  }

  @Test
  void manyPathsTakeNoMoreMemoryThanSome() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(paths.of("/p" + i).url()).hasToString("https://users.internal:8443/p" + i);
    }

    assertThat(paths.of("/p0").url()).isSameAs(paths.of("/p0").url());
    assertThat(paths.of("/p999").url()).isNotSameAs(paths.of("/p999").url());
  }
}
