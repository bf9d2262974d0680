package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectLimitTest {
  private long left = millis(8_000);
  private final ConnectLimit limit = new ConnectLimit();

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void begin(int addresses) {
    limit.begin(() -> left, addresses);
  }

  @Test
  void lastAddressHasAllThatIsLeft() throws IOException {
    begin(1);
    assertThat(limit.millisLeft()).isEqualTo(8_000);
    left = millis(300);
    assertThat(limit.millisLeft()).isEqualTo(300);
  }

  @Test
  void addressesShareWhatIsLeft() throws IOException {
    begin(4);
    assertThat(limit.millisLeft()).isEqualTo(2_000);
    left -= millis(1_500);
    assertThat(limit.millisLeft()).isEqualTo(500);
    left = millis(6_000);
    begin(3);
    assertThat(limit.millisLeft()).isEqualTo(2_000);
  }

  @Test
  void shareIsNeverTooSmallToBeATry() throws IOException {
    begin(100);
    assertThat(limit.millisLeft()).isEqualTo(250);
    left = millis(100);
    begin(100);
    assertThat(limit.millisLeft()).isEqualTo(100);
  }

  @Test
  void proxiesShareTheShareOfTheAddress() throws IOException {
    begin(2);
    limit.nextProxyOf(2);
    assertThat(limit.millisLeft()).isEqualTo(2_000);
    left -= millis(2_000);
    limit.nextProxyOf(1);
    assertThat(limit.millisLeft()).isEqualTo(2_000);
  }

  @Test
  void usedUpShareIsATimeout() {
    begin(2);
    left -= millis(4_000);
    assertThatThrownBy(limit::millisLeft).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void withoutALimitThereIsNone() throws IOException {
    left = Long.MAX_VALUE;
    begin(3);
    limit.nextProxyOf(2);
    assertThat(limit.millisLeft()).isZero();
  }

  @Test
  void aRestBelowAMillisecondIsOne() throws IOException {
    left = 5;
    begin(1);
    assertThat(limit.millisLeft()).isEqualTo(1);
  }

  @Test
  void readsAreLimitedUntilTheEnd() throws IOException {
    List<Integer> limits = new ArrayList<>();
    InputStream in = stream(limits);
    begin(1);
    in.read();
    left = millis(10);
    in.read(new byte[1]);
    limit.end();
    in.read();
    assertThat(limits).containsExactly(8_000, 10);
  }

  @Test
  void readsOfOtherThreadsAreNotTheHandshakes() throws Exception {
    List<Integer> limits = new ArrayList<>();
    InputStream in = stream(limits);
    begin(1);
    Thread reader =
        new Thread(
            () -> {
              try {
                in.read();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    reader.start();
    reader.join();
    assertThat(limits).containsExactly(77);
  }

  private InputStream stream(List<Integer> limits) {
    ConnectLimit.Limits socket =
        new ConnectLimit.Limits() {
          @Override
          public void soTimeout(int millis) {
            limits.add(millis);
          }

          @Override
          public int wanted() {
            return 77;
          }
        };
    return limit.over(new ByteArrayInputStream(new byte[9]), socket);
  }
}
