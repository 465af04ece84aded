package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.ArrayForm;
import io.sluice.schema.json.known.Bounds;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.JsonValues;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.known.KnownArray;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of items, how many there may be, and {@code uniqueItems}. */
final class ArrayCheck implements Comparison.Check {
  private final Comparison comparison;

  ArrayCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    Known known = question.known();
    if (!known.canBe(InstanceType.ARRAY)) {
      return;
    }
    KnownArray array = new KnownArray(known);
    BigDecimal most = comparison.possibility().mostItems(known, array);
    items(question, array, most, findings);
    Counts counts = new Counts(question, findings, "items");
    counts.atMost(Keyword.MAX_ITEMS, most, Kind.MAX_ITEMS_ADDED, Kind.MAX_ITEMS_DECREASED);
    counts.atLeast(
        Keyword.MIN_ITEMS,
        Bounds.largest(known, Keyword.MIN_ITEMS),
        Kind.MIN_ITEMS_ADDED,
        Kind.MIN_ITEMS_INCREASED);
    unique(question, most, findings);
  }

  private void items(
      Question question, KnownArray array, @Nullable BigDecimal most, Findings findings) {
    ArrayForm asked = ArrayForm.of(question.reader());
    int first = Math.max(asked.first().size(), array.first());
    for (int i = 0; i <= first; i++) {
      SchemaNode schema = asked.at(i);
      if (most != null && most.compareTo(BigDecimal.valueOf(i)) <= 0) {
        return;
      }
      if (schema == null) {
        continue;
      }
      Known item = array.at(i);
      List<Finding> found = comparison.findings(schema, item, question.policy());
      if (!found.isEmpty()) {
        explain(i, asked, array, item, found, findings);
      }
    }
  }

  private static void explain(
      int index,
      ArrayForm asked,
      KnownArray array,
      Known item,
      List<Finding> found,
      Findings findings) {
    boolean own = index < asked.first().size();
    boolean written = index < array.first();
    boolean lists = asked.first().size() > 0 || array.first() > 0;
    SchemaNode schema = asked.at(index);
    String path = asked.path(index);
    if (own == written && !item.isNothing() && (own || !closes(schema))) {
      findings.addBelow(path, found);
    } else if (own) {
      findings.add(
          item.isNothing()
              ? Kind.ITEM_ADDED_TO_OPEN_CONTENT_MODEL
              : Kind.ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          path,
          "The reader has a schema for item "
              + index
              + ", and the writer may write there what does not fit: "
              + found.get(0).description());
    } else if (written) {
      findings.add(
          closes(schema)
              ? Kind.ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL
              : Kind.ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          asked.firstWord() + "/" + index,
          "The writer may write item "
              + index
              + ", of which the reader's schema has none of its own: "
              + found.get(0).description());
    } else {
      Kind narrowed = lists ? Kind.ADDITIONAL_ITEMS_NARROWED : Kind.SCHEMA_ADDED;
      findings.add(
          closes(schema) ? Kind.ADDITIONAL_ITEMS_REMOVED : narrowed,
          path,
          "The writer may write items that the reader does not take: "
              + found.get(0).description());
    }
  }

  private static boolean closes(@Nullable SchemaNode schema) {
    return schema != null && schema.isFalse();
  }

  private static void unique(Question question, @Nullable BigDecimal most, Findings findings) {
    JsonNode asked = question.reader().value(Keyword.UNIQUE_ITEMS);
    if (asked == null || !asked.asBoolean()) {
      return;
    }
    boolean kept =
        question.known().values(Keyword.UNIQUE_ITEMS).stream().anyMatch(JsonNode::asBoolean)
            || (most != null && most.compareTo(BigDecimal.ONE) <= 0)
            || areUnique(question.known().enumerated());
    if (!kept) {
      findings.add(
          Kind.UNIQUE_ITEMS_ADDED,
          "/uniqueItems",
          "The reader takes no array with an item twice, the writer may write one.");
    }
  }

  private static boolean areUnique(@Nullable Map<String, JsonNode> enumerated) {
    return enumerated != null
        && enumerated.values().stream()
            .allMatch(value -> !value.isArray() || JsonValues.byKey(value).size() == value.size());
  }
}
