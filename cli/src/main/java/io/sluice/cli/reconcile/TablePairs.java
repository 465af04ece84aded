package io.sluice.cli.reconcile;

import io.sluice.cli.compare.dialect.QuotedTable;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.form.Form;
import io.sluice.project.inspect.SourceTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the copy of each captured table in one sink's database, and the columns to compare. */
final class TablePairs {
  /** Forms that sort alike in PostgreSQL and where their values have a type of their own. */
  private static final Set<Form.Kind> SORTED =
      Set.of(
          Form.Kind.WHOLE,
          Form.Kind.DATE,
          Form.Kind.TIMESTAMP,
          Form.Kind.TIMESTAMPTZ,
          Form.Kind.UUID);

  private final SourceServer source;
  private final Side target;
  private final PipelineEffects effects;
  private final Copies copies;
  private final SinkSettings settings;

  /** The tables of the source whose rows come in each topic. */
  private final Map<String, List<String>> byTopic;

  /**
   * @param captured every table that the pipeline captures, whether it is to be compared or not
   */
  TablePairs(
      SourceServer source,
      List<SourceTable> captured,
      Side target,
      PipelineEffects effects,
      Copies copies,
      SinkSettings settings) {
    this.source = source;
    byTopic =
        captured.stream()
            .collect(
                Collectors.groupingBy(
                    effects::topic,
                    Collectors.mapping(SourceTable::qualified, Collectors.toList())));
    this.target = target;
    this.effects = effects;
    this.copies = copies;
    this.settings = settings;
  }

  /** The copies, by topic, of which the source has no captured table any more. */
  Map<String, String> orphans() {
    return copies.besides(byTopic.keySet());
  }

  /** What there is to compare of a table. */
  TablePair pair(SourceTable table) throws SQLException {
    String name = table.qualified();
    Optional<String> refusal = effects.refusal(table);
    if (refusal.isPresent()) {
      return TablePair.notCompared(name, refusal.get());
    }
    String topic = effects.topic(table);
    List<String> others =
        byTopic.getOrDefault(topic, List.of()).stream().filter(t -> !t.equals(name)).toList();
    if (!others.isEmpty()) {
      return TablePair.notCompared(
          name,
          "rows of other tables of the source come in its topic "
              + topic
              + " ("
              + String.join(", ", others)
              + "): they would be too many");
    }
    String copy = copies.table(topic).orElse(null);
    Optional<String> shared =
        copy == null ? Optional.empty() : copies.shared(copy, source.names(table));
    if (shared.isPresent()) {
      return TablePair.notCompared(name, shared.get());
    }
    Optional<Brought> brought = copy == null ? Optional.empty() : copies.brought(copy);
    Optional<String> otherwise = brought.flatMap(SinkSettings::refusal);
    if (otherwise.isPresent()) {
      return TablePair.notCompared(name, otherwise.get());
    }
    List<String> key = key(table, brought);
    if (key.isEmpty()) {
      return TablePair.notCompared(name, "its rows have no key");
    }
    List<Column> there = copy == null ? List.of() : target.dialect().columns(target, copy);
    if (copy == null || there.isEmpty()) {
      return TablePair.withoutTable(
          name,
          Long.parseLong(
              Objects.requireNonNull(
                  source.rows("SELECT count(*)::text FROM " + table.quoted()).get(0).get(0))));
    }
    Map<String, String> leftOut = new LinkedHashMap<>();
    List<ComparedColumn> columns = columns(table, copy, brought, there, leftOut);
    List<ComparedColumn> keys = new ArrayList<>();
    for (String part : key) {
      ComparedColumn column =
          columns.stream()
              .filter(c -> c.name().equals(part))
              .map(TablePairs::inKey)
              .findFirst()
              .orElse(null);
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
    columns.stream().filter(c -> !key.contains(c.name())).forEach(all::add);
    return new TablePair(
        name,
        new ComparedTable(
            name,
            table.quoted(),
            copy,
            settings.present(brought).condition(target.dialect()),
            keys,
            all,
            sorted(table, keys.get(0), there)),
        "",
        true,
        0,
        leftOut);
  }

  /** As the sink told it; else as it is set, or as it is at the source. */
  private List<String> key(SourceTable table, Optional<Brought> brought) throws SQLException {
    List<String> stored = brought.map(Brought::keyFields).orElse(List.of());
    if (!stored.isEmpty()) {
      return stored;
    }
    return settings.keyFields().isEmpty() ? source.key(table.quoted()) : settings.keyFields();
  }

  private static ComparedColumn inKey(ComparedColumn column) {
    return new ComparedColumn(
        column.name(),
        column.targetName(),
        column.form().ofKey(),
        column.source(),
        column.target());
  }

  private List<ComparedColumn> columns(
      SourceTable table,
      String copy,
      Optional<Brought> brought,
      List<Column> there,
      Map<String, String> leftOut)
      throws SQLException {
    List<String> names = there.stream().map(Column::name).toList();
    QuotedTable named = QuotedTable.parse(copy);
    List<String> generated = source.generated(table.quoted());
    List<ComparedColumn> columns = new ArrayList<>();
    for (Column here : source.dialect().columns(source, table.quoted())) {
      Column copied =
          column(named, here.name(), brought, names).map(name -> named(name, there)).orElse(null);
      Optional<String> reason = effects.leftOut(table, here.name());
      if (generated.contains(here.name())) {
        reason = Optional.of("computed by the source's server");
      }
      if (reason.isPresent()) {
        leftOut.put(here.name(), reason.get());
      } else if (copied == null) {
        leftOut.put(here.name(), "the target has no such column");
      } else if (hasVariants(copied.name(), names)) {
        leftOut.put(here.name(), "its values are in several columns of the target");
      } else {
        Optional<Form> form = Form.between(here.type(), copied.type());
        if (form.isPresent()) {
          columns.add(
              new ComparedColumn(
                  here.name(), copied.name(), form.get(), here.type(), copied.type()));
        } else {
          leftOut.put(here.name(), "no common text of " + here.type() + " and " + copied.type());
        }
      }
    }
    return columns;
  }

  /** The column of a field, as the sink told it; else as its settings name it. */
  private Optional<String> column(
      QuotedTable copy, String field, Optional<Brought> brought, List<String> names) {
    List<String> told =
        brought.map(what -> what.columns(field)).orElse(List.of()).stream()
            .filter(names::contains)
            .toList();
    if (told.size() == 1) {
      return Optional.of(told.get(0));
    }
    Optional<String> named =
        settings.naming().column(copy.schema(), copy.table(), field, told.isEmpty() ? names : told);
    return named.isEmpty() && !target.dialect().columnCaseMatters()
        ? names.stream().filter(field::equalsIgnoreCase).findFirst()
        : named;
  }

  private boolean hasVariants(String column, List<String> names) {
    return settings.variants() && names.stream().anyMatch(n -> n.startsWith(column + "__"));
  }

  private boolean sorted(SourceTable table, ComparedColumn first, List<Column> there)
      throws SQLException {
    if (first.form().kind() == Form.Kind.TEXT) {
      Column here = named(first.name(), source.dialect().columns(source, table.quoted()));
      Column copied = named(first.targetName(), there);
      return here != null && copied != null && here.inByteOrder() && copied.inByteOrder();
    }
    return SORTED.contains(first.form().kind())
        && target.dialect().sorts(first.form(), first.target());
  }

  private static @Nullable Column named(String name, List<Column> columns) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }
}
