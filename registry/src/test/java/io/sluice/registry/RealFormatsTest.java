package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three languages through the registry: with references, again, changed, and refused. */
class RealFormatsTest {
  @TempDir Path folder;
  private StateDatabase state;
  private Registry registry;

  @BeforeEach
  void open() {
    HandClock clock = new HandClock();
    state = StateDatabase.open(folder, clock);
    registry = Registry.open(state, SchemaFormats.standard(), clock);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void avro() {
    goesItsWay(
        SchemaType.AVRO,
        "io.example.Address",
        """
        {"type": "record", "name": "Address", "namespace": "io.example",
         "fields": [{"name": "street", "type": "string"}]}\
        """,
        """
        {"type": "record", "name": "Order", "namespace": "io.example",
         "fields": [{"name": "to", "type": "Address"}]}\
        """,
        """
        {"type": "record", "name": "Order", "namespace": "io.example",
         "fields": [{"name": "to", "type": "Address"},
                    {"name": "note", "type": "string", "default": ""}]}\
        """,
        """
        {"type": "record", "name": "Order", "namespace": "io.example",
         "fields": [{"name": "to", "type": "long"}]}\
        """);
  }

  @Test
  void protobuf() {
    goesItsWay(
        SchemaType.PROTOBUF,
        "address.proto",
        """
        syntax = "proto3"; package example;
        message Address { string street = 1; }\
        """,
        """
        syntax = "proto3"; package example; import "address.proto";
        message Order { Address to = 1; }\
        """,
        """
        syntax = "proto3"; package example; import "address.proto";
        message Order { Address to = 1; string note = 2; }\
        """,
        """
        syntax = "proto3"; package example;
        message Order { int64 to = 1; }\
        """);
  }

  @Test
  void json() {
    goesItsWay(
        SchemaType.JSON,
        "address.json",
        """
        {"type": "object", "properties": {"street": {"type": "string"}}}\
        """,
        """
        {"type": "object", "properties": {"to": {"$ref": "address.json"}},
         "additionalProperties": false}\
        """,
        """
        {"type": "object", "additionalProperties": false,
         "properties": {"to": {"$ref": "address.json"}, "note": {"type": "string"}}}\
        """,
        """
        {"type": "object", "properties": {"to": {"type": "integer"}},
         "additionalProperties": false}\
        """);
  }

  private void goesItsWay(
      SchemaType type, String name, String needed, String first, String second, String wrong) {
    registry.register("address", SchemaDraft.of(type, needed), false, RegistryCases.ANNA);
    SchemaReference reference = new SchemaReference(name, "address", 1);

    SchemaVersion one = register(type, first, reference);
    assertThat(register(type, first.replace("\n", " \n "), reference)).isEqualTo(one);
    SchemaVersion two = register(type, second, reference);
    assertThat(List.of(one.id(), two.id(), two.version())).containsExactly(2, 3, 2);
    assertThatThrownBy(() -> register(type, wrong, reference))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("incompatible")
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> register(type, "no schema {", reference))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Invalid schema");

    SchemaDraft again = SchemaDraft.of(one.schema().content());
    assertThat(registry.lookUp("order", again, false, Deleted.HIDDEN)).isEqualTo(one);
    assertThat(registry.parsed(two.schema()).canonical()).isEqualTo(two.schema().content().text());
    assertThat(registry.source(two.schema()).dependencies()).containsOnlyKeys(name);
    assertThat(registry.referencedBy("address", 1, Deleted.HIDDEN)).containsExactly(2, 3);
  }

  private SchemaVersion register(SchemaType type, String text, SchemaReference reference) {
    return registry.register(
        "order",
        SchemaDraft.of(new SchemaContent(type, text, List.of(reference), null, null)),
        false,
        RegistryCases.ANNA);
  }
}
