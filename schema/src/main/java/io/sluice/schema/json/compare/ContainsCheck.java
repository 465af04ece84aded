package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.Bounds;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.known.KnownArray;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code contains}, {@code minContains} and {@code maxContains}. */
final class ContainsCheck implements Comparison.Check {
  private final Comparison comparison;

  ContainsCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    SchemaNode asked = question.reader().schema(Keyword.CONTAINS);
    Known known = question.known();
    if (asked == null || !known.canBe(InstanceType.ARRAY)) {
      return;
    }
    KnownArray array = new KnownArray(known);
    BigDecimal least = least(question.reader());
    boolean isNew = known.schemas().stream().noneMatch(schema -> schema.has(Keyword.CONTAINS));
    if (least.signum() > 0
        && !containsAsMany(asked, least, known)
        && !allAreSuch(asked, least, known, array)) {
      findings.add(
          isNew ? Kind.CONTAINS_ADDED : Kind.CONTAINS_CHANGED,
          "/contains",
          "The reader takes arrays with at least "
              + least
              + " items of a schema, the writer may write some with fewer.");
    }
    JsonNode most = question.reader().value(Keyword.MAX_CONTAINS);
    if (most != null && !containsNoMore(asked, most.decimalValue(), known, array)) {
      boolean bound = known.values(Keyword.MAX_CONTAINS).isEmpty();
      findings.add(
          bound ? Kind.MAX_CONTAINS_ADDED : Kind.MAX_CONTAINS_CHANGED,
          "/maxContains",
          "The reader takes arrays with at most "
              + most.asText()
              + " items of a schema, the writer may write some with more.");
    }
  }

  private static BigDecimal least(SchemaNode schema) {
    JsonNode least = schema.value(Keyword.MIN_CONTAINS);
    return least == null ? BigDecimal.ONE : least.decimalValue();
  }

  private boolean containsAsMany(SchemaNode asked, BigDecimal least, Known known) {
    for (SchemaNode schema : known.schemas()) {
      SchemaNode contained = schema.schema(Keyword.CONTAINS);
      if (contained != null && least(schema).compareTo(least) >= 0 && follows(contained, asked)) {
        return true;
      }
    }
    return false;
  }

  private boolean allAreSuch(SchemaNode asked, BigDecimal least, Known known, KnownArray array) {
    BigDecimal items = Bounds.largest(known, Keyword.MIN_ITEMS);
    if (items == null || items.compareTo(least) < 0) {
      return false;
    }
    for (int i = 0; i <= array.first(); i++) {
      if (!comparison.follows(asked, array.at(i), Policy.EXACT)) {
        return false;
      }
    }
    return true;
  }

  private boolean containsNoMore(SchemaNode asked, BigDecimal most, Known known, KnownArray array) {
    @Nullable BigDecimal items = comparison.possibility().mostItems(known, array);
    if (items != null && items.compareTo(most) <= 0) {
      return true;
    }
    for (SchemaNode schema : known.schemas()) {
      SchemaNode contained = schema.schema(Keyword.CONTAINS);
      JsonNode bound = schema.value(Keyword.MAX_CONTAINS);
      if (contained != null
          && bound != null
          && bound.decimalValue().compareTo(most) <= 0
          && follows(asked, contained)) {
        return true;
      }
    }
    return false;
  }

  private boolean follows(SchemaNode from, SchemaNode what) {
    return comparison.follows(what, comparison.reasoning().known(List.of(from)), Policy.EXACT);
  }
}
