package io.sluice.pipeline.setting;

import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that are written as one word: texts, numbers, durations, sizes, shares, choices. */
public final class ScalarType<T> implements SettingType<T> {
  private static final String DURATION_TEXT = "[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)";
  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final String SIZE_TEXT = "[0-9]+(\\.[0-9]+)?(B|KB|MB|GB)";
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(B|KB|MB|GB)");
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);
  private static final String RATIO_TEXT = "[0-9]+(\\.[0-9]+)?%";
  private static final String NAME_TEXT = "[a-z0-9][a-z0-9._-]*";
  private static final String REPLAY_TEXT = ".+\\.replay(\\..*)?";
  private static final int LONGEST_NAME = 100;

  private final String expectation;
  private final Function<String, @Nullable T> parse;
  private final Function<T, String> show;
  private final Map<String, Object> schema;
  private final List<String> choices;

  private ScalarType(
      String expectation,
      Function<String, @Nullable T> parse,
      Function<T, String> show,
      Map<String, Object> schema,
      List<String> choices) {
    this.expectation = expectation;
    this.parse = parse;
    this.show = show;
    this.schema = schema;
    this.choices = choices;
  }

  /** Any text that is not blank. */
  public static ScalarType<String> text(String expectation) {
    return new ScalarType<>(
        expectation,
        text -> text.isBlank() ? null : text,
        text -> text,
        textSchema("minLength", 1),
        List.of());
  }

  /** What checkpoints, files and metrics are named by: safe in each of them. */
  public static ScalarType<String> name() {
    return new ScalarType<>(
        "a name of at most "
            + LONGEST_NAME
            + " small letters, digits, '-', '_' and '.', the first a letter or digit",
        text -> text.length() <= LONGEST_NAME && text.matches(NAME_TEXT) ? text : null,
        text -> text,
        schema("string", "pattern", "^" + NAME_TEXT + "$", "maxLength", LONGEST_NAME),
        List.of());
  }

  /**
   * The same for a pipeline. A replay of dead letters of {@code shop} has leases, checkpoints and
   * runs as {@code shop.replay} and {@code shop.replay.<sink>}.
   */
  public static ScalarType<String> pipelineName() {
    ScalarType<String> plain = name();
    return new ScalarType<>(
        plain.expectation
            + ", without '.replay' at its end or before another '.' (so are replays of dead letters"
            + " called)",
        text -> text.matches(REPLAY_TEXT) ? null : plain.parse.apply(text),
        plain.show,
        schema(
            "string",
            "pattern",
            "^(?!" + REPLAY_TEXT + "$)" + NAME_TEXT + "$",
            "maxLength",
            LONGEST_NAME),
        List.of());
  }

  public static ScalarType<Boolean> flag() {
    return new ScalarType<>(
        "true or false",
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null,
        String::valueOf,
        Map.of("type", "boolean"),
        List.of());
  }

  /** A whole number; underscores between digits are allowed. */
  public static ScalarType<Long> count(long min, long max) {
    return new ScalarType<>(
        "a whole number from " + min + (max < Integer.MAX_VALUE ? " to " + max : ""),
        text -> {
          if (!text.matches("[0-9][0-9_]{0,25}")) {
            return null;
          }
          BigDecimal number = new BigDecimal(text.replace("_", ""));
          boolean within =
              number.compareTo(BigDecimal.valueOf(min)) >= 0
                  && number.compareTo(BigDecimal.valueOf(max)) <= 0;
          return within ? number.longValueExact() : null;
        },
        String::valueOf,
        schema("integer", "minimum", min, "maximum", max),
        List.of());
  }

  /** A time such as {@code 200ms}, {@code 60s}, {@code 5m}, {@code 1.5h}, {@code 1d}. */
  public static ScalarType<Duration> duration(Duration min, Duration max) {
    return new ScalarType<>(
        "a duration from " + show(min) + " to " + show(max) + ", such as 200ms, 60s, 5m, 1h or 1d",
        text -> {
          BigDecimal millis = amount(DURATION.matcher(text), MILLIS);
          boolean within =
              millis != null
                  && millis.compareTo(BigDecimal.valueOf(min.toMillis())) >= 0
                  && millis.compareTo(BigDecimal.valueOf(max.toMillis())) <= 0;
          return within && millis != null ? Duration.ofMillis(millis.longValue()) : null;
        },
        ScalarType::show,
        textSchema("pattern", "^" + DURATION_TEXT + "$"),
        List.of());
  }

  /** An amount of memory such as {@code 64MB}; units are powers of 1024. */
  public static ScalarType<ByteSize> size(ByteSize min, ByteSize max) {
    return new ScalarType<>(
        "a size from " + show(min) + " to " + show(max) + ", such as 512KB, 64MB or 1GB",
        text -> {
          BigDecimal bytes = amount(SIZE.matcher(text), BYTES);
          boolean within =
              bytes != null
                  && bytes.compareTo(BigDecimal.valueOf(min.bytes())) >= 0
                  && bytes.compareTo(BigDecimal.valueOf(max.bytes())) <= 0;
          return within && bytes != null ? new ByteSize(bytes.longValue()) : null;
        },
        ScalarType::show,
        textSchema("pattern", "^" + SIZE_TEXT + "$"),
        List.of());
  }

  /** A share such as {@code 1%} or {@code 99.9%}. */
  public static ScalarType<Ratio> ratio() {
    return new ScalarType<>(
        "a share from 0% to 100%, such as 1% or 99.9%",
        text -> {
          if (text.length() > 20 || !text.matches(RATIO_TEXT)) {
            return null;
          }
          double percent = Double.parseDouble(text.substring(0, text.length() - 1));
          return percent <= 100 ? Ratio.ofPercent(percent) : null;
        },
        ratio ->
            BigDecimal.valueOf(ratio.fraction())
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString()
                + "%",
        textSchema("pattern", "^" + RATIO_TEXT + "$"),
        List.of());
  }

  /** One of an enum's constants, in small letters. */
  public static <E extends Enum<E>> ScalarType<E> choice(Class<E> type) {
    return oneOf(type, ScalarType::word);
  }

  /** One of an enum's constants, in capitals, where others have made them known so. */
  public static <E extends Enum<E>> ScalarType<E> constant(Class<E> type) {
    return oneOf(type, E::name);
  }

  private static <E extends Enum<E>> ScalarType<E> oneOf(Class<E> type, Function<E, String> word) {
    Map<String, E> constants = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants())
        .forEach(constant -> constants.put(word.apply(constant), constant));
    List<String> words = List.copyOf(constants.keySet());
    return new ScalarType<>(
        "one of " + String.join(", ", words),
        constants::get,
        word,
        Map.of("enum", new ArrayList<>(words)),
        words);
  }

  @Override
  public @Nullable T read(Yaml yaml, Problems problems) {
    if (!(yaml instanceof Yaml.Scalar scalar)) {
      problems.unexpected(yaml, expectation);
      return null;
    }
    T value = parse.apply(scalar.text());
    if (value == null) {
      problems.unexpected(
          yaml,
          expectation,
          Spelling.nearest(scalar.text(), choices)
              .map(near -> "Did you mean '" + near + "'?")
              .orElse(null));
    }
    return value;
  }

  @Override
  public String expectation() {
    return expectation;
  }

  @Override
  public String show(T value) {
    return show.apply(value);
  }

  @Override
  public Map<String, Object> schema() {
    return schema;
  }

  private static @Nullable BigDecimal amount(Matcher text, Map<String, Long> units) {
    if (!text.matches() || text.group(1).length() > 30) {
      return null;
    }
    Long unit = units.get(text.group(2));
    return unit == null ? null : new BigDecimal(text.group(1)).multiply(BigDecimal.valueOf(unit));
  }

  private static String show(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : List.of("d", "h", "m", "s")) {
      long size = MILLIS.getOrDefault(unit, 1L);
      if (millis != 0 && millis % size == 0) {
        return millis / size + unit;
      }
    }
    return millis + "ms";
  }

  private static String show(ByteSize size) {
    for (String unit : List.of("GB", "MB", "KB")) {
      long bytes = BYTES.getOrDefault(unit, 1L);
      if (size.bytes() != 0 && size.bytes() % bytes == 0) {
        return size.bytes() / bytes + unit;
      }
    }
    return size.bytes() + "B";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> textSchema(String key, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put(key, value);
    return schema;
  }

  private static Map<String, Object> schema(
      String type, String key1, Object value1, String key2, Object value2) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put(key1, value1);
    schema.put(key2, value2);
    return schema;
  }
}
