package io.sluice.plugin;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/** The words that a setting takes, where its plugin lists them. */
final class Choices {
  /** More are no choice that anybody looks through. */
  private static final int MOST = 40;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private Choices() {}

  /**
   * As it recommends them, or else as its validator writes itself down; empty if it does neither.
   */
  static List<String> of(ConfigDef.ConfigKey key) {
    if (key.type != ConfigDef.Type.STRING) {
      return List.of();
    }
    List<String> recommended = recommended(key.recommender);
    return recommended.isEmpty() && key.validator != null
        ? listed(key.validator.toString())
        : recommended;
  }

  private static List<String> recommended(ConfigDef.Recommender recommender) {
    if (recommender == null) {
      return List.of();
    }
    try {
      List<Object> values = recommender.validValues("", Map.of());
      return values == null ? List.of() : words(values.stream().map(String::valueOf));
    } catch (RuntimeException e) {
      return List.of(); // It decides by other settings, of which there are none here.
    }
  }

  /** {@code [a, b]} or {@code a, b}, as validators of Kafka's and ours have it. */
  private static List<String> listed(String validator) {
    String plain = validator.strip().replaceAll("^\\[|]$", "");
    return plain.contains(",") ? words(Stream.of(plain.split(","))) : List.of();
  }

  private static List<String> words(Stream<String> values) {
    List<String> words = values.map(String::strip).distinct().toList();
    return words.size() <= MOST && words.stream().allMatch(word -> WORD.matcher(word).matches())
        ? words
        : List.of();
  }
}
