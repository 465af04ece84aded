package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.kafka.connect.data.Schema;

/**
 * Random schemas, structs in lists in maps in structs, with random values: whatever they are, they
 * come back. jqwik prints the seed of a failure.
 */
public abstract class RandomTypeCases {
  private static final int TABLES = 8;
  private static final int ROWS = 4;

  /**
   * A target that nothing was written to.
   *
   * @param emptyFolder for a database that is a file
   */
  protected abstract TargetUnderTest fresh(Path emptyFolder);

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void values_of_any_schema_come_back(@ForAll long seed) throws Exception {
    comesBack(seed);
  }

  @Tag("long")
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void values_of_many_schemas_come_back(@ForAll long seed) throws Exception {
    comesBack(seed);
  }

  private void comesBack(long seed) throws Exception {
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path());
        SinkRun sink = RunBy.chosen().sink(target.config(), true).start()) {
      comesBack(target, sink, new RandomTypes(new Random(seed)));
    }
  }

  private static void comesBack(TargetUnderTest target, SinkRun sink, RandomTypes types)
      throws SQLException {
    TypeReadings readings = target.readings().orElseThrow();
    List<ReadBack> columns = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      Schema schema = types.schema();
      ReadBack column = new ReadBack(target, sink, readings, "t" + i, schema);
      List<String> values = new ArrayList<>();
      for (int id = 0; id < ROWS; id++) {
        RandomTypes.Value value = types.value(schema);
        column.put(id == 0 ? "u" : "c", id, value.given());
        values.add(value.read());
      }
      columns.add(column);
      expected.add(values);
    }
    sink.deliver().commit();
    assertThat(sink.reported()).isEmpty();
    for (int i = 0; i < TABLES; i++) {
      for (int id = 0; id < ROWS; id++) {
        assertThat(columns.get(i).read(id)).isEqualTo(expected.get(i).get(id));
      }
    }
  }
}
