package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each type meets each other one: the column becomes what the reference says, and every value is
 * the same afterwards as it was, those at the edges of its type above all.
 */
@Tag("long") // Hundreds of tables, each changed.
@NotOnWorker("what becomes of a value is the same whoever calls; hundreds of starts")
public abstract class EvolutionMatrixCases extends SinkCase {
  /** Rows of a table from here on came behind the change. */
  private static final long BROUGHT = 100;

  /** And these bring the values of the first ones again. */
  private static final long AGAIN = 200;

  /** What is otherwise here, by {@code has+brings}, because the database lacks a type. */
  protected Map<String, String> otherwise() {
    return Map.of();
  }

  /** One meeting, and what becomes of it here. */
  private record Meeting(String table, EvolutionMatrix.Cell cell, String becomes) {
    String pair() {
      return cell.has() + "+" + cell.brings();
    }
  }

  private List<Meeting> meetings() {
    Map<String, String> becomes = new LinkedHashMap<>();
    List<EvolutionMatrix.Cell> cells = EvolutionMatrix.cells();
    assertThat(cells).hasSizeGreaterThan(300);
    cells.forEach(cell -> becomes.put(cell.has() + "+" + cell.brings(), cell.becomes()));
    List<Meeting> meetings = new ArrayList<>();
    for (EvolutionMatrix.Cell cell : cells) {
      String pair = cell.has() + "+" + cell.brings();
      String here =
          target.familyInsteadOf(cell.has()) + "+" + target.familyInsteadOf(cell.brings());
      String expected = otherwise().getOrDefault(pair, becomes.getOrDefault(here, ""));
      meetings.add(new Meeting("pair_" + meetings.size(), cell, expected));
    }
    return meetings;
  }

  private void put(String table, long id, EvolutionMatrix.Sample sample) {
    Schema row =
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", sample.schema()).build();
    records.flat(table, new Struct(row).put("id", id).put("v", sample.value()));
  }

  /** The family of each of the database's types, from a table with a column of each. */
  private Map<String, String> families() throws Exception {
    Set<String> names = new TreeSet<>();
    EvolutionMatrix.cells()
        .forEach(cell -> names.addAll(List.of(cell.has(), cell.brings(), cell.becomes())));
    names.remove("");
    List<String> all = List.copyOf(names);
    for (String family : all) {
      put("only_" + all.indexOf(family), 1, EvolutionMatrix.sample(family));
    }
    records.committed();
    Map<String, String> types = new TreeMap<>();
    for (String family : all) {
      types.put(family, target.typeOf("only_" + all.indexOf(family), "v"));
    }
    return types;
  }

  @Test
  void each_type_meets_each_other_as_the_reference_says() throws Exception {
    Map<String, String> types = families();
    List<Meeting> meetings = meetings();
    for (Meeting meeting : meetings) {
      put(meeting.table(), 1, EvolutionMatrix.sample(meeting.cell().has()));
    }
    records.committed();
    for (Meeting meeting : meetings) {
      put(meeting.table(), 2, EvolutionMatrix.sample(meeting.cell().brings()));
    }
    records.committed();
    Set<String> refused = new TreeSet<>();
    sink.reported().forEach(r -> refused.add(r.record().topic()));

    Map<String, String> differing = new TreeMap<>();
    for (Meeting meeting : meetings) {
      boolean out = refused.contains(meeting.table());
      String found = out ? "refused" : target.typeOf(meeting.table(), "v");
      String expected = meeting.becomes().isEmpty() ? "refused" : types.get(meeting.becomes());
      String rows = target.rows("select count(v) from " + meeting.table()).get(0);
      if (!found.equals(expected) || !rows.equals(out ? "1" : "2")) {
        differing.put(meeting.pair(), found + " instead of " + expected + ", values: " + rows);
      }
    }
    assertThat(differing).isEmpty();
  }

  /** Whether a meeting can change a value: of another type there, and not refused. */
  private boolean changes(Meeting meeting) {
    EvolutionMatrix.Cell cell = meeting.cell();
    return !meeting.becomes().isEmpty()
        && !target.familyInsteadOf(cell.has()).equals(target.familyInsteadOf(cell.brings()));
  }

  @Test
  void every_value_is_the_same_behind_a_change_of_its_columns_type() throws Exception {
    Map<String, String> types = families();
    List<Meeting> meetings = meetings().stream().filter(this::changes).toList();
    for (Meeting meeting : meetings) {
      putAll(meeting.table(), 0, meeting.cell().has());
    }
    records.committed();
    for (Meeting meeting : meetings) {
      putAll(meeting.table(), BROUGHT, meeting.cell().brings());
    }
    records.committed();
    for (Meeting meeting : meetings) {
      putAll(meeting.table(), AGAIN, meeting.cell().has());
    }
    records.committed();
    Set<String> refused = new TreeSet<>();
    sink.reported()
        .forEach(
            r -> refused.add(r.record().topic() + " " + ((Struct) r.record().key()).get("id")));

    Map<String, String> differing = new TreeMap<>();
    for (Meeting meeting : meetings) {
      String type = target.typeOf(meeting.table(), "v");
      ReadEdges edges = new ReadEdges(target, meeting.table(), type, types);
      edges.compare(0, meeting.cell().has(), refused).forEach(difference(differing, meeting));
      edges
          .compare(BROUGHT, meeting.cell().brings(), refused)
          .forEach(difference(differing, meeting));
      edges.compare(AGAIN, meeting.cell().has(), refused).forEach(difference(differing, meeting));
    }
    assertThat(differing).isEmpty();
  }

  private static Consumer<String> difference(Map<String, String> differing, Meeting meeting) {
    return what -> differing.merge(meeting.pair(), what, (a, b) -> a + "; " + b);
  }

  private void putAll(String table, long from, String family) {
    List<EdgeSamples.Edge> edges = EdgeSamples.of(family);
    for (int i = 0; i < edges.size(); i++) {
      Schema schema = EvolutionMatrix.sample(family).schema();
      put(table, from + i + 1, new EvolutionMatrix.Sample(schema, edges.get(i).value()));
    }
  }
}
