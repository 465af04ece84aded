package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.Bounds;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** {@code minLength}, {@code maxLength} and {@code pattern}. */
final class StringCheck implements Comparison.Check {
  @Override
  public void check(Question question, Findings findings) {
    Known known = question.known();
    if (!known.canBe(InstanceType.STRING)) {
      return;
    }
    Map<String, JsonNode> enumerated = known.enumerated();
    Counts counts = new Counts(question, findings, "characters");
    counts.atMost(
        Keyword.MAX_LENGTH,
        longest(known, enumerated),
        Kind.MAX_LENGTH_ADDED,
        Kind.MAX_LENGTH_DECREASED);
    counts.atLeast(
        Keyword.MIN_LENGTH,
        shortest(known, enumerated),
        Kind.MIN_LENGTH_ADDED,
        Kind.MIN_LENGTH_INCREASED);
    JsonNode pattern = question.reader().value(Keyword.PATTERN);
    if (pattern != null) {
      pattern(pattern.asText(), known, findings);
    }
  }

  private static @Nullable BigDecimal longest(
      Known known, @Nullable Map<String, JsonNode> enumerated) {
    return enumerated == null
        ? Bounds.smallest(known, Keyword.MAX_LENGTH)
        : BigDecimal.valueOf(
            enumerated.values().stream()
                .filter(JsonNode::isTextual)
                .mapToLong(length())
                .max()
                .orElse(0));
  }

  private static @Nullable BigDecimal shortest(
      Known known, @Nullable Map<String, JsonNode> enumerated) {
    return enumerated == null
        ? Bounds.largest(known, Keyword.MIN_LENGTH)
        : BigDecimal.valueOf(
            enumerated.values().stream()
                .filter(JsonNode::isTextual)
                .mapToLong(length())
                .min()
                .orElse(Long.MAX_VALUE));
  }

  private static ToLongFunction<JsonNode> length() {
    return text -> text.asText().codePoints().count();
  }

  private static void pattern(String asked, Known known, Findings findings) {
    var patterns = known.values(Keyword.PATTERN);
    if (patterns.stream().anyMatch(pattern -> pattern.asText().equals(asked))
        || allMatch(asked, known)) {
      return;
    }
    findings.add(
        patterns.isEmpty() ? Kind.PATTERN_ADDED : Kind.PATTERN_CHANGED,
        "/pattern",
        "The reader takes texts that match its expression only; the writer has "
            + (patterns.isEmpty() ? "none" : "another one")
            + ", and whether one expression matches all that another does is not decided.");
  }

  private static boolean allMatch(String pattern, Known known) {
    Map<String, JsonNode> enumerated = known.enumerated();
    return enumerated != null
        && enumerated.values().stream()
            .allMatch(
                value ->
                    !value.isTextual()
                        || known.reasoning().matches(pattern, value.asText()).orElse(false));
  }
}
