package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Keyword;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Compares how many there may be of something.
 *
 * @param what characters, items, properties
 */
record Counts(Question question, Findings findings, String what) {
  void atMost(Keyword keyword, @Nullable BigDecimal known, Kind added, Kind decreased) {
    JsonNode asked = question.reader().value(keyword);
    if (asked == null || (known != null && known.compareTo(asked.decimalValue()) <= 0)) {
      return;
    }
    boolean isNew = question.known().values(keyword).isEmpty();
    findings.add(
        isNew ? added : decreased,
        "/" + keyword.word(),
        "The reader takes at most "
            + asked.asText()
            + " "
            + what
            + ", the writer may write "
            + (known == null ? "any number of them." : "up to " + known + "."));
  }

  void atLeast(Keyword keyword, @Nullable BigDecimal known, Kind added, Kind increased) {
    JsonNode asked = question.reader().value(keyword);
    BigDecimal least = known == null ? BigDecimal.ZERO : known;
    if (asked == null || least.compareTo(asked.decimalValue()) >= 0) {
      return;
    }
    boolean isNew = question.known().values(keyword).isEmpty();
    findings.add(
        isNew ? added : increased,
        "/" + keyword.word(),
        "The reader takes at least "
            + asked.asText()
            + " "
            + what
            + ", the writer may write "
            + least
            + ".");
  }
}
