package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.Bounds;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code minimum}, {@code maximum}, their exclusive forms and {@code multipleOf}. */
final class NumberCheck implements Comparison.Check {
  @Override
  public void check(Question question, Findings findings) {
    if (!question.known().canBeNumber()) {
      return;
    }
    Bounds.End lower = Bounds.lower(question.reader());
    if (lower != null) {
      lower(lower, Bounds.lower(question.known()), findings);
    }
    Bounds.End upper = Bounds.upper(question.reader());
    if (upper != null) {
      upper(upper, Bounds.upper(question.known()), findings);
    }
    JsonNode multiple = question.reader().value(Keyword.MULTIPLE_OF);
    if (multiple != null) {
      multiple(multiple.decimalValue(), question.known(), findings);
    }
  }

  private static void lower(Bounds.End asked, Bounds.@Nullable End known, Findings findings) {
    if (Bounds.isWithin(known, asked, 1)) {
      return;
    }
    Kind added = asked.open() ? Kind.EXCLUSIVE_MINIMUM_ADDED : Kind.MINIMUM_ADDED;
    Kind increased = asked.open() ? Kind.EXCLUSIVE_MINIMUM_INCREASED : Kind.MINIMUM_INCREASED;
    findings.add(
        known == null ? added : increased,
        asked.open() ? "/exclusiveMinimum" : "/minimum",
        "The reader takes numbers "
            + (asked.open() ? "above " : "from ")
            + asked.number()
            + ", the writer may write "
            + (known == null
                ? "any."
                : (known.open() ? "any above " : "any from ") + known.number() + "."));
  }

  private static void upper(Bounds.End asked, Bounds.@Nullable End known, Findings findings) {
    if (Bounds.isWithin(known, asked, -1)) {
      return;
    }
    Kind added = asked.open() ? Kind.EXCLUSIVE_MAXIMUM_ADDED : Kind.MAXIMUM_ADDED;
    Kind decreased = asked.open() ? Kind.EXCLUSIVE_MAXIMUM_DECREASED : Kind.MAXIMUM_DECREASED;
    findings.add(
        known == null ? added : decreased,
        asked.open() ? "/exclusiveMaximum" : "/maximum",
        "The reader takes numbers "
            + (asked.open() ? "below " : "up to ")
            + asked.number()
            + ", the writer may write "
            + (known == null
                ? "any."
                : (known.open() ? "any below " : "any up to ") + known.number() + "."));
  }

  private static void multiple(BigDecimal asked, Known known, Findings findings) {
    List<BigDecimal> multiples = new ArrayList<>();
    known.values(Keyword.MULTIPLE_OF).forEach(value -> multiples.add(value.decimalValue()));
    boolean isNew = multiples.isEmpty();
    boolean expanded = multiples.stream().anyMatch(multiple -> isMultiple(asked, multiple));
    if (!known.canBe(InstanceType.FRACTION)) {
      multiples.add(BigDecimal.ONE);
    }
    if (multiples.stream().anyMatch(multiple -> isMultiple(multiple, asked))
        || isMultiple(known.enumerated(), asked)) {
      return;
    }
    findings.add(
        isNew
            ? Kind.MULTIPLE_OF_ADDED
            : expanded ? Kind.MULTIPLE_OF_EXPANDED : Kind.MULTIPLE_OF_CHANGED,
        "/multipleOf",
        "The reader takes multiples of " + asked + " only, the writer may write other numbers.");
  }

  private static boolean isMultiple(BigDecimal number, BigDecimal of) {
    // Exponents are bounded where schemas are read, so this is.
    return number.remainder(of).signum() == 0;
  }

  private static boolean isMultiple(@Nullable Map<String, JsonNode> values, BigDecimal of) {
    return values != null
        && values.values().stream()
            .allMatch(value -> !value.isNumber() || isMultiple(value.decimalValue(), of));
  }
}
