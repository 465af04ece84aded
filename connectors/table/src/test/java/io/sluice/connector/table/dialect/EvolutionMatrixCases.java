package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each type meets each other one, and the column becomes what the reference says. */
@Tag("long") // Hundreds of tables, each changed.
public abstract class EvolutionMatrixCases extends SinkCase {

  /** What is otherwise here, by {@code has+brings}, because the database lacks a type. */
  protected Map<String, String> otherwise() {
    return Map.of();
  }

  private void put(String table, long id, EvolutionMatrix.Sample sample) {
    Schema row =
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", sample.schema()).build();
    records.flat(table, new Struct(row).put("id", id).put("v", sample.value()));
  }

  @Test
  void each_type_meets_each_other_as_the_reference_says() throws Exception {
    List<EvolutionMatrix.Cell> cells = EvolutionMatrix.cells();
    Set<String> types = new LinkedHashSet<>();
    cells.forEach(cell -> types.addAll(List.of(cell.has(), cell.brings(), cell.becomes())));
    types.remove("");
    List<String> all = List.copyOf(types);
    for (String type : all) {
      put("only_" + all.indexOf(type), 1, EvolutionMatrix.sample(type));
    }
    for (int i = 0; i < cells.size(); i++) {
      put("pair_" + i, 1, EvolutionMatrix.sample(cells.get(i).has()));
    }
    records.committed();
    for (int i = 0; i < cells.size(); i++) {
      put("pair_" + i, 2, EvolutionMatrix.sample(cells.get(i).brings()));
    }
    records.committed();
    Set<String> refused = new TreeSet<>();
    sink.reported().forEach(r -> refused.add(r.record().topic()));

    Map<String, String> differing = new TreeMap<>();
    for (int i = 0; i < cells.size(); i++) {
      EvolutionMatrix.Cell cell = cells.get(i);
      String pair = cell.has() + "+" + cell.brings();
      String becomes = otherwise().getOrDefault(pair, cell.becomes());
      boolean out = refused.contains("pair_" + i);
      String found = out ? "refused" : target.typeOf("pair_" + i, "v");
      String expected =
          becomes.isEmpty() ? "refused" : target.typeOf("only_" + all.indexOf(becomes), "v");
      String rows = target.rows("select count(v) from pair_" + i).get(0);
      if (!found.equals(expected) || !rows.equals(out ? "1" : "2")) {
        differing.put(pair, found + " instead of " + expected + ", values: " + rows);
      }
    }
    assertThat(cells).hasSizeGreaterThan(300);
    assertThat(differing).isEmpty();
  }
}
