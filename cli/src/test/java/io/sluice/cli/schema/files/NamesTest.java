package io.sluice.cli.schema.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void an_avro_name_without_dots_is_in_the_namespace_around_it() {
    Names names =
        Names.of(
            SchemaType.AVRO,
            """
            {"type": "record", "name": "a.b.Outer", "fields": [
              {"name": "one", "type": {"type": "record", "name": "Inner", "namespace": "c",
                "fields": [{"name": "x", "type": ["null", "Near"]}]}},
              {"name": "two", "type": {"type": "array", "items": "Far"}},
              {"name": "three", "type": {"type": "map", "values": "c.Inner"}},
              {"name": "four", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
            """);

    assertThat(names.defines()).containsExactly("a.b.Outer", "c.Inner");
    assertThat(names.needs()).containsExactly("c.Near", "a.b.Far");
  }

  @Test
  void a_json_schema_needs_what_it_refers_to_outside_itself() {
    Names names =
        Names.of(
            SchemaType.JSON,
            """
            {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://x/own",
             "properties": {
               "a": {"$ref": "#/definitions/a"},
               "b": {"$ref": "part.json#/definitions/b"},
               "c": {"items": [{"$ref": "https://x/other"}]},
               "d": {"$ref": "https://x/own#/definitions/a"},
               "e": {"$ref": "http://json-schema.org/draft-07/schema#"},
               "f": {"const": {"$ref": "no-reference.json"}}}}
            """);

    assertThat(names.defines()).containsExactly("https://x/own");
    assertThat(names.needs()).containsExactly("part.json", "https://x/other");
  }

  @Test
  void a_file_of_protobufs_needs_its_imports() {
    Names names =
        Names.of(
            SchemaType.PROTOBUF,
            """
            syntax = "proto3";
            import "a.proto";
            import public "shop/b.proto";
            message M { int32 x = 1; }
            """);

    assertThat(names.needs()).containsExactly("a.proto", "shop/b.proto");
  }

  @Test
  void a_text_that_is_no_schema_needs_nothing() {
    for (SchemaType type : SchemaType.values()) {
      assertThat(Names.of(type, "{{{ no \"schema").needs()).isEmpty();
      assertThat(Names.of(type, "").needs()).isEmpty();
    }
  }

  @Test
  void a_subject_is_a_file_name_and_back() {
    for (String subject :
        new String[] {
          "orders-value",
          "Orders-Value",
          ":.team:a/b",
          "..",
          ".x",
          "x.",
          "con",
          "nul.a",
          "grün %41 ✓"
        }) {
      String name = SubjectFileNames.encode(subject);

      assertThat(name).matches("[a-z0-9_%-]([A-Za-z0-9._%-]*[A-Za-z0-9_%-])?");
      assertThat(SubjectFileNames.subject(name + ".avsc")).isEqualTo(subject);
    }
  }

  @Test
  void no_file_system_takes_the_names_of_two_subjects_for_one() {
    String longest = "Ä".repeat(500);
    List<String> subjects =
        List.of(
            "orders",
            "Orders",
            "ORDERS",
            "%4Frders",
            "orders.",
            "orders ",
            "a:b",
            "a.b",
            longest,
            longest + "ä",
            longest.toLowerCase(Locale.ROOT));

    List<String> names = subjects.stream().map(SubjectFileNames::encode).toList();

    assertThat(names).allMatch(name -> name.length() <= 200 && !name.endsWith("."));
    assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
  }

  @Test
  void a_name_of_a_device_is_none() {
    assertThat(List.of("con", "com1.x", "lpt9", "conn", "com10"))
        .extracting(SubjectFileNames::encode)
        .containsExactly("%63on", "%63om1.x", "%6Cpt9", "conn", "com10");
  }
}
