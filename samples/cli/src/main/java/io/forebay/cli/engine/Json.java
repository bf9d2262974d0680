package io.forebay.cli.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON, strict where it is read, and a value a line where it is written. */
final class Json {
  /** Whoever bounds the length of a line has bounded its texts. */
  private static final StreamReadConstraints NO_LIMIT_ON_TEXTS =
      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(NO_LIMIT_ON_TEXTS)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** An object on one line, without the line break. */
  static String line(Map<String, ? extends @Nullable Object> object) {
    return MAPPER.writeValueAsString(object);
  }

  /** Milliseconds with at most three decimals. */
  static BigDecimal millis(Duration duration) {
    BigDecimal millis =
        BigDecimal.valueOf(duration.toNanos(), 6)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return millis.scale() < 0 ? millis.setScale(0, RoundingMode.UNNECESSARY) : millis;
  }
}
