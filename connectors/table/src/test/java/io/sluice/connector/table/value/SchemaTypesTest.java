package io.sluice.connector.table.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.TypeTable;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SchemaTypesTest {
  @Test
  void the_reference_names_every_logical_type_that_the_sink_knows() {
    Set<String> named =
        TypeTable.read().names().stream()
            .map(name -> name.replaceFirst("\\(.*", ""))
            .map(name -> name.replaceFirst("^connect\\.", "org.apache.kafka.connect.data."))
            .map(name -> name.replaceFirst("^(time|data)\\.", "io.debezium.$1."))
            .collect(Collectors.toSet());
    assertThat(named).containsAll(SchemaTypes.names());
  }
}
