package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.JsonValues;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code type}, {@code enum} and {@code const}. */
final class ValueCheck implements Comparison.Check {
  @Override
  public void check(Question question, Findings findings) {
    JsonNode type = question.reader().value(Keyword.TYPE);
    if (type != null) {
      types(InstanceType.named(type), question.known().types(), findings);
    }
    JsonNode constant = question.reader().value(Keyword.CONST);
    if (constant != null) {
      values(JsonValues.byKey(List.of(constant)).keySet(), "/const", question.known(), findings);
    }
    JsonNode values = question.reader().value(Keyword.ENUM);
    if (values != null) {
      Set<String> keys = question.known().reasoning().byKey(values).keySet();
      values(keys, "/enum", question.known(), findings);
    }
  }

  private static void types(Set<InstanceType> taken, Set<InstanceType> written, Findings findings) {
    if (taken.containsAll(written)) {
      return;
    }
    Set<InstanceType> lost = EnumSet.copyOf(written);
    lost.removeAll(taken);
    boolean nothingLeft = Collections.disjoint(taken, written);
    findings.add(
        nothingLeft ? Kind.TYPE_CHANGED : Kind.TYPE_NARROWED,
        "",
        "The reader takes "
            + (taken.isEmpty() ? "no type" : InstanceType.list(taken))
            + ", the writer may write "
            + InstanceType.list(nothingLeft ? written : lost)
            + (lost.equals(Set.of(InstanceType.FRACTION)) ? " that is not whole." : "."));
  }

  private static void values(Set<String> takenKeys, String path, Known known, Findings findings) {
    Map<String, JsonNode> written = known.enumerated();
    if (written == null) {
      findings.add(
          Kind.ENUM_ARRAY_NARROWED,
          path,
          "The reader takes "
              + takenKeys.size()
              + " values, the writer may write others of the type.");
    } else if (!takenKeys.containsAll(written.keySet())) {
      long lost = written.keySet().stream().filter(key -> !takenKeys.contains(key)).count();
      findings.add(
          written.keySet().containsAll(takenKeys)
              ? Kind.ENUM_ARRAY_NARROWED
              : Kind.ENUM_ARRAY_CHANGED,
          path,
          "The reader does not take "
              + lost
              + " of the "
              + written.size()
              + " values that the writer may write.");
    }
  }
}
