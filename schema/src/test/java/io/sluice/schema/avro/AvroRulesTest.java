package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Incompatibility;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every rule of reading one schema's data with another, as a row. */
class AvroRulesTest {

  /**
   * @param found kind and path of each reason, in their order; none if it can be read
   */
  private record Row(String what, String reader, String writer, List<String> found) {}

  private static Row can(String what, String reader, String writer) {
    return new Row(what, reader, writer, List.of());
  }

  private static Row cannot(String what, String reader, String writer, String... found) {
    return new Row(what, reader, writer, List.of(found));
  }

  @TestFactory
  Stream<DynamicTest> rows() {
    return Stream.of(
            primitives(), promotions(), containers(), named(), records(), unions(), documented())
        .flatMap(List::stream)
        .map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row)));
  }

  private static void check(Row row) {
    List<Incompatibility> found =
        AvroTexts.FORMAT.incompatibilities(
            AvroTexts.parsed(row.reader()), AvroTexts.parsed(row.writer()));

    assertThat(found).extracting(i -> i.kind() + " " + i.path()).isEqualTo(row.found());
    assertThat(found).allSatisfy(i -> assertThat(i.description()).endsWith("."));
  }

  private static List<Row> primitives() {
    return Stream.of("null", "boolean", "int", "long", "float", "double", "bytes", "string")
        .map(type -> can(type + " reads " + type, "'" + type + "'", "'" + type + "'"))
        .toList();
  }

  private static List<Row> promotions() {
    List<String> types =
        List.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");
    List<String> promoted =
        List.of(
            "long<int",
            "float<int",
            "float<long",
            "double<int",
            "double<long",
            "double<float",
            "string<bytes",
            "bytes<string");
    return types.stream()
        .flatMap(
            reader ->
                types.stream()
                    .filter(writer -> !writer.equals(reader))
                    .map(
                        writer ->
                            promoted.contains(reader + "<" + writer)
                                ? can(
                                    reader + " reads " + writer,
                                    "'" + reader + "'",
                                    "'" + writer + "'")
                                : cannot(
                                    reader + " does not read " + writer,
                                    "'" + reader + "'",
                                    "'" + writer + "'",
                                    "TYPE_MISMATCH /")))
        .toList();
  }

  private static String array(String items) {
    return "{'type':'array','items':" + items + "}";
  }

  private static String map(String values) {
    return "{'type':'map','values':" + values + "}";
  }

  private static List<Row> containers() {
    return List.of(
        can("elements of an array are promoted", array("'long'"), array("'int'")),
        cannot("elements of an array", array("'int'"), array("'string'"), "TYPE_MISMATCH /items"),
        can("values of a map are promoted", map("'double'"), map("'float'")),
        cannot("values of a map", map("'int'"), map("'long'"), "TYPE_MISMATCH /values"),
        cannot("an array is no map", array("'int'"), map("'int'"), "TYPE_MISMATCH /"),
        cannot("a map is no array", map("'int'"), array("'int'"), "TYPE_MISMATCH /"),
        cannot(
            "arrays within maps",
            map(array("'int'")),
            map(array("'null'")),
            "TYPE_MISMATCH /values/items"),
        can(
            "a logical type is no part of the rules",
            "{'type':'int','logicalType':'date'}",
            "{'type':'int','logicalType':'time-millis'}"));
  }

  private static String fixed(String name, int size) {
    return "{'type':'fixed','name':'" + name + "','size':" + size + "}";
  }

  private static String enumOf(String name, String symbols, String more) {
    return "{'type':'enum','name':'" + name + "','symbols':" + symbols + more + "}";
  }

  private static List<Row> named() {
    return List.of(
        can("the same fixed", fixed("F", 4), fixed("F", 4)),
        cannot("another size", fixed("F", 4), fixed("F", 5), "FIXED_SIZE_MISMATCH /size"),
        cannot("another fixed", fixed("F", 4), fixed("G", 4), "NAME_MISMATCH /name"),
        cannot(
            "another fixed of another size",
            fixed("F", 4),
            fixed("G", 8),
            "NAME_MISMATCH /name",
            "FIXED_SIZE_MISMATCH /size"),
        can("another namespace does not matter", fixed("a.F", 4), fixed("b.F", 4)),
        can(
            "the other name as an alias",
            "{'type':'fixed','name':'F','size':4,'aliases':['G']}",
            fixed("G", 4)),
        cannot(
            "an alias of the writer is no reader's",
            fixed("G", 4),
            "{'type':'fixed','name':'F','size':4,'aliases':['G']}",
            "NAME_MISMATCH /name"),
        can("more symbols", enumOf("E", "['A','B','C']", ""), enumOf("E", "['A','B']", "")),
        can("symbols in another order", enumOf("E", "['B','A']", ""), enumOf("E", "['A','B']", "")),
        cannot(
            "fewer symbols",
            enumOf("E", "['A']", ""),
            enumOf("E", "['A','B','C']", ""),
            "MISSING_ENUM_SYMBOLS /symbols"),
        can(
            "fewer symbols, and one for what is not known",
            enumOf("E", "['A']", ",'default':'A'"),
            enumOf("E", "['A','B']", "")),
        cannot(
            "the writer's default symbol helps nobody",
            enumOf("E", "['A']", ""),
            enumOf("E", "['A','B']", ",'default':'A'"),
            "MISSING_ENUM_SYMBOLS /symbols"),
        cannot(
            "another enum",
            enumOf("E", "['A']", ""),
            enumOf("F", "['A']", ""),
            "NAME_MISMATCH /name"),
        cannot("an enum is no string", "'string'", enumOf("E", "['A']", ""), "TYPE_MISMATCH /"),
        cannot("a string is no enum", enumOf("E", "['A']", ""), "'string'", "TYPE_MISMATCH /"),
        cannot("a fixed is no bytes", "'bytes'", fixed("F", 4), "TYPE_MISMATCH /"));
  }

  private static String record(String name, String fields) {
    return "{'type':'record','name':'" + name + "','fields':[" + fields + "]}";
  }

  private static String field(String name, String type, String more) {
    return "{'name':'" + name + "','type':" + type + more + "}";
  }

  private static List<Row> records() {
    String a = field("a", "'int'", "");
    String b = field("b", "'int'", "");
    String list =
        record("List", field("v", "'%s'", "") + "," + field("next", "['null','List']", ""));
    return List.of(
        can("the same record", record("R", a), record("R", a)),
        cannot("another name", record("R", a), record("S", a), "NAME_MISMATCH /name"),
        can("fields in another order", record("R", a + "," + b), record("R", b + "," + a)),
        can("a field less", record("R", a), record("R", a + "," + b)),
        cannot(
            "a field more",
            record("R", a + "," + b),
            record("R", a),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/1"),
        can(
            "a field more, with a default",
            record("R", a + "," + field("b", "'int'", ",'default':0")),
            record("R", a)),
        can(
            "a default of null is one",
            record("R", a + "," + field("b", "['null','int']", ",'default':null")),
            record("R", a)),
        cannot(
            "that null is possible is no default",
            record("R", a + "," + field("b", "['null','int']", "")),
            record("R", a),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/1"),
        cannot(
            "the default symbol of an enum is none of a field",
            record("R", field("e", enumOf("E", "['A']", ",'default':'A'"), "")),
            record("R", ""),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0"),
        can(
            "another name, with the earlier one as an alias",
            record("R", field("b", "'int'", ",'aliases':['a']")),
            record("R", a)),
        cannot(
            "an alias for which there are two fields",
            record("R", field("b", "'int'", ",'aliases':['a']")),
            record("R", a + "," + b),
            "READER_FIELD_AMBIGUOUS /fields/0"),
        can(
            "an alias that is the field's own name",
            record("R", field("a", "'int'", ",'aliases':['a']")),
            record("R", a)),
        can("a field's type is promoted", record("R", field("a", "'long'", "")), record("R", a)),
        cannot(
            "a field's type is narrowed",
            record("R", a),
            record("R", field("a", "'long'", "")),
            "TYPE_MISMATCH /fields/0/type"),
        cannot(
            "everything at once, in the order of the reader's fields",
            record(
                "R",
                a + "," + b + "," + field("c", fixed("F", 1), "") + "," + field("d", "'int'", "")),
            record("R", field("a", "'null'", "") + "," + field("c", fixed("F", 2), "")),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/1",
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/3",
            "TYPE_MISMATCH /fields/0/type",
            "FIXED_SIZE_MISMATCH /fields/2/type/size"),
        cannot(
            "a type that is used twice is told of once",
            record("R", field("x", record("P", a + "," + b), "") + "," + field("y", "'P'", "")),
            record("R", field("x", record("P", a), "") + "," + field("y", "'P'", "")),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0/type/fields/1"),
        can("a list reads itself", list.formatted("int"), list.formatted("int")),
        can("a list of longs reads one of ints", list.formatted("long"), list.formatted("int")),
        cannot(
            "a list of ints does not read one of longs",
            list.formatted("int"),
            list.formatted("long"),
            "TYPE_MISMATCH /fields/0/type"),
        cannot("a record is no map", map("'int'"), record("R", a), "TYPE_MISMATCH /"));
  }

  private static List<Row> unions() {
    String r1 = record("R", field("a", "'int'", ""));
    String r2 = record("R", field("a", "'int'", "") + "," + field("b", "'int'", ""));
    return List.of(
        can("a branch more", "['int','string']", "['int']"),
        cannot(
            "a branch less",
            "['int']",
            "['int','null','string']",
            "MISSING_UNION_BRANCH /1",
            "MISSING_UNION_BRANCH /2"),
        can("branches in another order", "['int','null']", "['null','int']"),
        can("a branch is promoted", "['null','double']", "['null','int']"),
        can("what becomes optional", "['null','int']", "'int'"),
        cannot("what is optional no more", "'int'", "['null','int']", "TYPE_MISMATCH /0"),
        can("a union of one type read as that type", "'int'", "['int']"),
        can("all branches are read as one type", "'double'", "['int','long','float']"),
        cannot(
            "some branches are not read as one type",
            "'float'",
            "['double','int','string']",
            "TYPE_MISMATCH /0",
            "TYPE_MISMATCH /2"),
        cannot("no branch reads it", "['null','int']", "'string'", "MISSING_UNION_BRANCH /"),
        can("an empty union was never written", "'int'", "[]"),
        cannot("an empty union reads nothing", "[]", "'int'", "MISSING_UNION_BRANCH /"),
        can("a branch with the same name", "['null'," + r1 + "]", r2),
        cannot(
            "a branch that lacks a field",
            "['null'," + r2 + "]",
            r1,
            "READER_FIELD_MISSING_DEFAULT_VALUE /1/fields/1"),
        cannot(
            "in a field",
            record("Q", field("u", "['null'," + r2 + "]", "")),
            record("Q", field("u", "['null'," + r1 + "]", "")),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0/type/1/fields/1"),
        cannot(
            "a row before and after, of one type: told of once, where a source's envelope has it",
            record(
                "Envelope",
                field("before", "['null'," + r2 + "]", "")
                    + ","
                    + field("after", "['null','R']", "")),
            record(
                "Envelope",
                field("before", "[" + r1 + ",'null']", "")
                    + ","
                    + field("after", "['null','R']", "")),
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0/type/1/fields/1"),
        cannot(
            "the branch of the same full name is the one that is meant",
            "[" + r2.replace("'R'", "'a.R'") + "," + r2.replace("'R'", "'b.R'") + ",'null']",
            r1.replace("'R'", "'b.R'"),
            "READER_FIELD_MISSING_DEFAULT_VALUE /1/fields/1"),
        cannot(
            "none of two that might be is the one that is meant",
            "[" + r2.replace("'R'", "'a.R'") + "," + r2.replace("'R'", "'b.R'") + "]",
            r1.replace("'R'", "'c.R'"),
            "MISSING_UNION_BRANCH /"),
        cannot(
            "an array in a union",
            "['null'," + array("'int'") + "]",
            "['null'," + array("'string'") + "]",
            "TYPE_MISMATCH /1/items"),
        can(
            "arrays in unions",
            "['null'," + array("'long'") + "]",
            "['null'," + array("'int'") + "]"),
        cannot(
            "a branch that seems to fit only while it is looked at",
            "[" + treeOf("int") + ",'null']",
            treeOf("string"),
            "TYPE_MISMATCH /0/fields/1/type"));
  }

  private static String treeOf(String leaf) {
    return record(
        "Tree", field("left", "['null','Tree']", "") + "," + field("leaf", "'" + leaf + "'", ""));
  }

  /** The examples of "Schema Evolution and Compatibility" in Confluent's documentation. */
  private static List<Row> documented() {
    String before =
        "{'namespace':'example.avro','type':'record','name':'user','fields':["
            + "{'name':'name','type':'string'},{'name':'favorite_number','type':'int'}]}";
    String withDefault =
        "{'namespace':'example.avro','type':'record','name':'user','fields':["
            + "{'name':'name','type':'string'},{'name':'favorite_number','type':'int'},"
            + "{'name':'favorite_color','type':'string','default':'green'}]}";
    String withoutDefault = withDefault.replace(",'default':'green'", "");
    return List.of(
        can("backward: a field with a default is added", withDefault, before),
        can("forward: a field with a default is added", before, withDefault),
        cannot(
            "backward: a field without a default is added",
            withoutDefault,
            before,
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/2"),
        can("forward: a field without a default is added", before, withoutDefault),
        can("backward: a field is removed", before, withoutDefault),
        cannot(
            "forward: a field without a default is removed",
            withoutDefault,
            before,
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/2"));
  }
}
