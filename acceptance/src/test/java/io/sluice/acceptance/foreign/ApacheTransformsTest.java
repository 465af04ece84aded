package io.sluice.acceptance.foreign;

import static io.sluice.acceptance.foreign.TransformRun.both;
import static io.sluice.acceptance.foreign.TransformRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.acceptance.run.Engine;
import java.nio.file.Path;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every transformation and predicate that Kafka ships, in a pipeline: what goes in, what comes out;
 * those that work on one half of a record on keys and on values, with a schema and without.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApacheTransformsTest {
  private static final String PACKAGE = "org.apache.kafka.connect.transforms.";
  private static final long NOON = 1_780_056_000_000L; // 2026-05-29T12:00:00Z
  private static final Schema ADDRESS =
      SchemaBuilder.struct()
          .field("city", Schema.STRING_SCHEMA)
          .field("zip", Schema.OPTIONAL_STRING_SCHEMA)
          .build();
  private static final Schema PERSON =
      SchemaBuilder.struct()
          .field("id", Schema.INT32_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .field("at", Timestamp.SCHEMA)
          .field("address", ADDRESS)
          .build();
  private static final SchemaAndValue STRUCT =
      new SchemaAndValue(
          PERSON,
          new Struct(PERSON)
              .put("id", 7)
              .put("name", "Ann")
              .put("at", new Date(NOON))
              .put("address", new Struct(ADDRESS).put("city", "Rome").put("zip", "00100")));
  private static final SchemaAndValue MAP = new SchemaAndValue(null, map());
  private static final String AT = "2026-05-29T12:00:00.000Z";

  private TransformRun run = TransformRun.NONE;

  @BeforeAll
  void start(@TempDir Path folder) {
    run = new TransformRun(new Engine(folder), folder);
  }

  @AfterAll
  void stop() {
    run.close();
  }

  private static Map<String, Object> map() {
    Map<String, Object> person = new LinkedHashMap<>();
    person.put("id", 7);
    person.put("name", "Ann");
    person.put("at", NOON);
    person.put("address", Map.of("city", "Rome", "zip", "00100"));
    return person;
  }

  /**
   * @param in what one half of the record is
   * @param out what that half becomes
   */
  private record Half(String name, Map<String, String> settings, SchemaAndValue in, String out) {}

  private static final List<Half> HALVES =
      List.of(
          new Half(
              "Cast",
              Map.of("spec", "id:int64,name:string"),
              STRUCT,
              "{id=7:int64, name=Ann:string?, at=" + AT + ":Timestamp/1, address=" + rome() + "}"),
          new Half("Cast", Map.of("spec", "id:string"), MAP, person("7", "Ann", NOON)),
          new Half("Cast", Map.of("spec", "string"), of(Schema.INT32_SCHEMA, 7), "7:string"),
          new Half(
              "Cast", Map.of("spec", "float64"), of(Schema.STRING_SCHEMA, "1.5"), "1.5:float64"),
          new Half("ExtractField", Map.of("field", "id"), STRUCT, "7:int32"),
          new Half("ExtractField", Map.of("field", "name"), MAP, "Ann"),
          new Half(
              "ExtractField",
              Map.of("field", "address.city", "field.syntax.version", "V2"),
              STRUCT,
              "Rome:string"),
          new Half(
              "Flatten",
              Map.of("delimiter", "_"),
              STRUCT,
              "{id=7:int32, name=Ann:string?, at="
                  + AT
                  + ":Timestamp/1, address_city=Rome:string, address_zip=00100:string?}"),
          new Half(
              "Flatten",
              Map.of(),
              MAP,
              "{address.city=Rome, address.zip=00100, at=" + NOON + ", id=7, name=Ann}"),
          new Half("HoistField", Map.of("field", "n"), of(Schema.INT32_SCHEMA, 7), "{n=7:int32}"),
          new Half("HoistField", Map.of("field", "n"), of(null, 7), "{n=7}"),
          new Half(
              "InsertField",
              Map.of("static.field", "site", "static.value", "eu", "topic.field", "origin?"),
              STRUCT,
              struct("7:int32", "Ann:string?", AT + ":Timestamp/1")
                  .replaceFirst("}$", ", origin=people:string?, site=eu:string?}")),
          new Half(
              "InsertField",
              Map.of("timestamp.field", "seen", "partition.field", "part?"),
              of(null, Map.of("id", 7)),
              "{id=7, seen=" + NOON + "}"),
          new Half(
              "MaskField",
              Map.of("fields", "id,name"),
              STRUCT,
              struct("0:int32", ":string?", AT + ":Timestamp/1")),
          new Half(
              "MaskField",
              Map.of("fields", "name", "replacement", "hidden"),
              MAP,
              person("7", "hidden", NOON)),
          new Half(
              "ReplaceField",
              Map.of("include", "id,name"),
              STRUCT,
              "{id=7:int32, name=Ann:string?}"),
          new Half(
              "ReplaceField",
              Map.of("exclude", "at,address", "renames", "id:number"),
              STRUCT,
              "{number=7:int32, name=Ann:string?}"),
          new Half("ReplaceField", Map.of("exclude", "at,address"), MAP, "{id=7, name=Ann}"),
          new Half(
              "SetSchemaMetadata",
              Map.of("schema.name", "shop.Person", "schema.version", "3"),
              STRUCT,
              struct("7:int32", "Ann:string?", AT + ":Timestamp/1") + ":Person/3"),
          new Half(
              "TimestampConverter",
              Map.of("field", "at", "target.type", "string", "format", "yyyy-MM-dd"),
              STRUCT,
              struct("7:int32", "Ann:string?", "2026-05-29:string")),
          new Half(
              "TimestampConverter",
              Map.of("field", "at", "target.type", "unix", "unix.precision", "seconds"),
              STRUCT,
              struct("7:int32", "Ann:string?", NOON / 1000 + ":int64")),
          new Half(
              "TimestampConverter",
              Map.of("field", "at", "target.type", "Date"),
              STRUCT,
              struct("7:int32", "Ann:string?", "2026-05-29T00:00:00.000Z:Date/1")),
          new Half(
              "TimestampConverter",
              Map.of("field", "at", "target.type", "Timestamp"),
              MAP,
              person("7", "Ann", AT)),
          new Half(
              "TimestampConverter",
              Map.of("target.type", "Time"),
              of(Timestamp.SCHEMA, new Date(NOON)),
              "1970-01-01T12:00:00.000Z:Time/1"));

  @TestFactory
  Stream<DynamicTest> a_transformation_of_one_half_changes_that_half_alone() {
    return HALVES.stream()
        .flatMap(
            half ->
                Stream.of(
                    dynamicTest(half.name() + "$Value " + half.settings(), () -> ofValue(half)),
                    dynamicTest(half.name() + "$Key " + half.settings(), () -> ofKey(half))));
  }

  private void ofValue(Half half) {
    SourceRecord record = record(of(Schema.STRING_SCHEMA, "k"), half.in());

    assertThat(run.through(with(PACKAGE + half.name() + "$Value", half.settings()), record))
        .containsExactly("people k:string " + half.out());
  }

  private void ofKey(Half half) {
    SourceRecord record = record(half.in(), of(Schema.STRING_SCHEMA, "v"));

    assertThat(run.through(with(PACKAGE + half.name() + "$Key", half.settings()), record))
        .containsExactly("people " + half.out() + " v:string");
  }

  @Test
  void drop_headers_drops_those_alone() {
    SourceRecord record = record(of(null, "k"), of(null, "v"));
    record.headers().addString("a", "1").addString("b", "2").addString("c", "3");

    assertThat(run.through(with(PACKAGE + "DropHeaders", Map.of("headers", "a,c")), record))
        .containsExactly("people k v [b=2:string]");
  }

  @Test
  void insert_header_adds_one_beside_others() {
    SourceRecord record = record(of(null, "k"), of(null, "v"));
    record.headers().addString("a", "1");

    assertThat(
            run.through(
                with(PACKAGE + "InsertHeader", Map.of("header", "site", "value.literal", "eu")),
                record))
        .containsExactly("people k v [a=1:string, site=eu:string]");
  }

  @Test
  void header_from_copies_from_a_value() {
    assertThat(
            run.through(
                with(
                    PACKAGE + "HeaderFrom$Value",
                    Map.of("fields", "id", "headers", "number", "operation", "copy")),
                record(of(null, "k"), of(null, Map.of("id", 7)))))
        .containsExactly("people k {id=7} [number=7]");
  }

  @Test
  void header_from_moves_from_a_key() {
    assertThat(
            run.through(
                with(
                    PACKAGE + "HeaderFrom$Key",
                    Map.of("fields", "name,at,address", "headers", "n,t,a", "operation", "move")),
                record(STRUCT, of(null, "v"))))
        .containsExactly(
            "people {id=7:int32} v [n=Ann:string?, t=" + AT + ":Timestamp/1, a=" + rome() + "]");
  }

  @Test
  void value_to_key_takes_fields_of_the_value() {
    assertThat(
            run.through(
                with(PACKAGE + "ValueToKey", Map.of("fields", "id,name")),
                record(of(null, null), STRUCT)))
        .containsExactly(
            "people {id=7:int32, name=Ann:string?} "
                + struct("7:int32", "Ann:string?", AT + ":Timestamp/1"));
  }

  @Test
  void routers_change_the_topic() {
    assertThat(
            run.through(
                both(
                    with(
                        PACKAGE + "RegexRouter",
                        Map.of("regex", "peo(.*)", "replacement", "few-$1")),
                    with(
                        PACKAGE + "TimestampRouter",
                        Map.of(
                            "topic.format", "${topic}-${timestamp}",
                            "timestamp.format", "yyyyMM"))),
                record(of(null, "k"), of(null, "v"))))
        .containsExactly("few-ple-202605 k v");
  }

  @Test
  void filter_drops_what_each_predicate_meets_and_counts_it() {
    SourceRecord plain = record(of(null, "plain"), of(null, "v"));
    SourceRecord tombstone = record(of(null, "tombstone"), of(null, null));
    SourceRecord marked = record(of(null, "marked"), of(null, "v"));
    marked.headers().addBoolean("test", true);
    SourceRecord other =
        new SourceRecord(Map.of(), Map.of(), "others", null, null, "other", null, "v");
    Map<String, Map<String, String>> predicates =
        Map.of(
            "RecordIsTombstone", Map.of(),
            "HasHeaderKey", Map.of("name", "test"),
            "TopicNameMatches", Map.of("pattern", "oth.*"));
    Map<String, String> dropped =
        Map.of(
            "RecordIsTombstone", "people tombstone null",
            "HasHeaderKey", "people marked v [test=true:boolean]",
            "TopicNameMatches", "others other v");

    predicates.forEach(
        (predicate, settings) -> {
          SourceRecord[] all = {plain, tombstone, marked, other};
          assertThat(run.through(filter(predicate, settings, false), all))
              .as(predicate)
              .hasSize(3)
              .doesNotContain(dropped.get(predicate));
          assertThat(run.through(filter(predicate, settings, true), all))
              .as("all but " + predicate)
              .containsExactly(dropped.get(predicate));
        });
  }

  /** In Kafka Connect's own form, as people bring it from there. */
  private static Map<String, String> filter(
      String predicate, Map<String, String> settings, boolean negate) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("transforms", "drop");
    config.put("transforms.drop.type", PACKAGE + "Filter");
    config.put("transforms.drop.predicate", "which");
    config.put("transforms.drop.negate", Boolean.toString(negate));
    config.put("predicates", "which");
    config.put("predicates.which.type", PACKAGE + "predicates." + predicate);
    settings.forEach((key, value) -> config.put("predicates.which." + key, value));
    return config;
  }

  private static SchemaAndValue of(Schema schema, Object value) {
    return new SchemaAndValue(schema, value);
  }

  private static SourceRecord record(SchemaAndValue key, SchemaAndValue value) {
    return new SourceRecord(
        Map.of("given", "people"),
        Map.of("at", 1),
        "people",
        null,
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        NOON,
        new ConnectHeaders());
  }

  private static String rome() {
    return "{city=Rome:string, zip=00100:string?}";
  }

  private static String struct(String id, String name, String at) {
    return "{id=" + id + ", name=" + name + ", at=" + at + ", address=" + rome() + "}";
  }

  private static String person(String id, String name, Object at) {
    return "{address={city=Rome, zip=00100}, at=" + at + ", id=" + id + ", name=" + name + "}";
  }
}
