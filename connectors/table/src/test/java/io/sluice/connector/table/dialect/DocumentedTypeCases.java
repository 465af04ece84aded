package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.SchemaTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.assertj.core.api.Assumptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the reference says of types is what happens: column, values, both ways into the table. */
public interface DocumentedTypeCases extends RoundTrip {

  @Test
  default void every_type_of_the_reference_has_samples() {
    List<String> named =
        TypeTable.read().names().stream()
            .filter(name -> name.equals("array(array)") || !name.startsWith("array("))
            .toList();
    assertThat(TypeSamples.all().keySet()).containsExactlyInAnyOrderElementsOf(named);
  }

  @TestFactory
  default List<DynamicTest> every_type_becomes_the_column_of_the_reference_and_comes_back() {
    TypeReadings readings = readings();
    TypeTable reference = TypeTable.read();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, TypeSamples.Sample> sample : TypeSamples.all().entrySet()) {
      String name = sample.getKey();
      String table = "t" + tests.size();
      String documented = reference.of(name, readings.dialect());
      String expected =
          documented.equals("T[]")
              ? documented.replace("T", reference.of("int32", readings.dialect()))
              : documented;
      tests.add(dynamicTest(name, () -> comesBack(table, sample.getValue(), expected)));
    }
    return tests;
  }

  @TestFactory
  default List<DynamicTest> an_array_of_every_type_comes_back() {
    TypeReadings readings = readings();
    TypeTable reference = TypeTable.read();
    String arrays = reference.of("array", readings.dialect());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, TypeSamples.Sample> sample : TypeSamples.all().entrySet()) {
      String name = sample.getKey();
      ColumnType type = SchemaTypes.typeOf(sample.getValue().schema());
      if (type.element() != null) {
        continue;
      }
      Optional<String> exception = reference.find("array(" + name + ")", readings.dialect());
      String element = reference.of(name, readings.dialect());
      String expected = exception.orElse(arrays.replace("T[]", element + "[]"));
      String table = "a" + tests.size();
      tests.add(
          dynamicTest(
              "array of " + name, () -> comesBack(table, arrayOf(sample.getValue()), expected)));
    }
    return tests;
  }

  private TypeReadings readings() {
    Assumptions.assumeThat(target().readings()).as("the dialect's readings").isPresent();
    return target().readings().orElseThrow();
  }

  private static TypeSamples.Sample arrayOf(TypeSamples.Sample element) {
    List<@Nullable Object> given = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (TypeSamples.Value value : element.values()) {
      if (value.read().length() < 10_000) {
        given.addAll(Arrays.asList(value.given(), null));
        read.addAll(List.of(value.read(), "null"));
      }
    }
    Schema schema = SchemaBuilder.array(element.schema()).optional().build();
    return new TypeSamples.Sample(
        schema,
        List.of(
            new TypeSamples.Value(given, read.toString()), new TypeSamples.Value(List.of(), "[]")));
  }

  /** As new rows, then as changed ones: the two ways into a table differ. */
  private void comesBack(String table, TypeSamples.Sample sample, String expected)
      throws Exception {
    ReadBack column = new ReadBack(this, readings(), table, sample.schema());
    int count = sample.values().size();
    int reported = sink().reported().size();
    for (int i = 0; i < count; i++) {
      column.put("c", i, sample.values().get(i).given());
    }
    sink().deliver().commit();
    assertThat(sink().reported().subList(reported, sink().reported().size())).isEmpty();
    assertThat(column.typeName()).isEqualToIgnoringCase(withSizes(expected, sample.schema()));
    for (int i = 0; i < count; i++) {
      assertThat(column.read(i)).isEqualTo(sample.values().get(i).read());
    }
    for (int i = 0; i < count; i++) {
      column.put("u", count - 1 - i, sample.values().get(i).given());
    }
    sink().deliver().commit();
    assertThat(sink().reported().subList(reported, sink().reported().size())).isEmpty();
    for (int i = 0; i < count; i++) {
      assertThat(column.read(count - 1 - i)).isEqualTo(sample.values().get(i).read());
    }
  }

  /** The reference writes p and s where the numbers are those of the schema. */
  private static String withSizes(String documented, Schema schema) {
    ColumnType type = SchemaTypes.typeOf(schema);
    ColumnType element = type.element() == null ? type : type.element();
    return documented
        .toLowerCase(Locale.ROOT)
        .replace("(p,s)", "(" + element.precision() + "," + element.scale() + ")")
        .replace(",s)", "," + element.scale() + ")");
  }
}
