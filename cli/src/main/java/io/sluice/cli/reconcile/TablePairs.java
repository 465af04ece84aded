package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Column;
import io.sluice.cli.compare.ComparedColumn;
import io.sluice.cli.compare.ComparedTable;
import io.sluice.cli.compare.Form;
import io.sluice.cli.compare.SqlType;
import io.sluice.cli.inspect.SourceTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the copy of each captured table in one sink's database, and the columns to compare. */
final class TablePairs {
  /** Forms that sort alike in all databases. */
  private static final Set<Form.Kind> SORTED =
      Set.of(Form.Kind.WHOLE, Form.Kind.DATE, Form.Kind.TIMESTAMP, Form.Kind.TIMESTAMPTZ);

  private final SourceServer source;
  private final TargetDatabase target;
  private final PipelineEffects effects;
  private final Map<String, String> copies;
  private final List<String> keyFields;

  /**
   * @param copies the target's table of each topic
   * @param keyFields the columns that the sink takes as the key, empty for those of the records
   */
  TablePairs(
      SourceServer source,
      TargetDatabase target,
      PipelineEffects effects,
      Map<String, String> copies,
      List<String> keyFields) {
    this.source = source;
    this.target = target;
    this.effects = effects;
    this.copies = Map.copyOf(copies);
    this.keyFields = List.copyOf(keyFields);
  }

  /** What there is to compare of a table. */
  TablePair pair(SourceTable table) throws SQLException {
    String name = table.qualified();
    Optional<String> refusal = effects.refusal(table);
    if (refusal.isPresent()) {
      return TablePair.notCompared(name, refusal.get());
    }
    List<String> key = keyFields.isEmpty() ? source.key(table.quoted()) : keyFields;
    if (key.isEmpty()) {
      return TablePair.notCompared(name, "its rows have no key");
    }
    String copy = copies.get(effects.topic(table));
    List<Column> there = copy == null ? List.of() : target.dialect().columns(target, copy);
    if (copy == null || there.isEmpty()) {
      return TablePair.withoutTable(
          name,
          Long.parseLong(
              Objects.requireNonNull(
                  source.rows("SELECT count(*)::text FROM " + table.quoted()).get(0).get(0))));
    }
    Map<String, String> leftOut = new LinkedHashMap<>();
    List<ComparedColumn> columns = columns(table, there, leftOut);
    List<ComparedColumn> keys = new ArrayList<>();
    for (String part : key) {
      ComparedColumn column =
          columns.stream().filter(c -> c.name().equals(part)).findFirst().orElse(null);
      if (column == null || !column.form().findsValues()) {
        return TablePair.notCompared(
            name,
            "its key column "
                + part
                + " cannot be compared: "
                + leftOut.getOrDefault(part, "it has no text to look it up by"));
      }
      keys.add(column);
    }
    List<ComparedColumn> all = new ArrayList<>(keys);
    columns.stream().filter(c -> !keys.contains(c)).forEach(all::add);
    return new TablePair(
        name,
        new ComparedTable(name, table.quoted(), copy, keys, all, sorted(table, keys.get(0), there)),
        "",
        true,
        0,
        leftOut);
  }

  private List<ComparedColumn> columns(
      SourceTable table, List<Column> there, Map<String, String> leftOut) throws SQLException {
    List<String> generated = source.generated(table.quoted());
    List<ComparedColumn> columns = new ArrayList<>();
    for (Column here : source.dialect().columns(source, table.quoted())) {
      Column copied = named(here.name(), there);
      Optional<String> reason = effects.leftOut(table, here.name());
      if (generated.contains(here.name())) {
        reason = Optional.of("computed by the source's server");
      }
      if (reason.isPresent()) {
        leftOut.put(here.name(), reason.get());
      } else if (copied == null) {
        leftOut.put(here.name(), "the target has no such column");
      } else {
        Optional<Form> form = Form.between(here.type(), copied.type());
        if (form.isPresent()) {
          columns.add(new ComparedColumn(here.name(), form.get(), here.type(), copied.type()));
        } else {
          leftOut.put(here.name(), "no common text of " + here.type() + " and " + copied.type());
        }
      }
    }
    return columns;
  }

  private boolean sorted(SourceTable table, ComparedColumn first, List<Column> there)
      throws SQLException {
    if (SORTED.contains(first.form().kind())) {
      return true;
    }
    if (first.form().kind() == Form.Kind.UUID) { // by their bytes, in both databases
      return first.target().family() == SqlType.Family.UUID;
    }
    if (first.form().kind() != Form.Kind.TEXT) {
      return false;
    }
    Column here = named(first.name(), source.dialect().columns(source, table.quoted()));
    Column copied = named(first.name(), there);
    return here != null && copied != null && here.inByteOrder() && copied.inByteOrder();
  }

  private static @Nullable Column named(String name, List<Column> columns) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }
}
