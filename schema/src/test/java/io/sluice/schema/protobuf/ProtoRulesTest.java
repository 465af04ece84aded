package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Incompatibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every rule of reading messages of one file with another, as a row. */
class ProtoRulesTest {

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
    return Stream.of(files(), fields(), scalars(), types(), labels(), required(), oneofs())
        .flatMap(List::stream)
        .map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row)));
  }

  private static void check(Row row) {
    List<Incompatibility> found =
        ProtoTexts.FORMAT.incompatibilities(
            ProtoTexts.parsed(row.reader()), ProtoTexts.parsed(row.writer()));

    assertThat(found).extracting(i -> i.kind() + " " + i.path()).isEqualTo(row.found());
    assertThat(found).allSatisfy(i -> assertThat(i.description()).endsWith("."));
  }

  private static String proto3(String body) {
    return "syntax = \"proto3\"; " + body;
  }

  /** A message of proto3 with these fields. */
  private static String m(String fields) {
    return proto3("message M { " + fields + " }");
  }

  private static String m2(String fields) {
    return "syntax = \"proto2\"; message M { " + fields + " }";
  }

  private static List<Row> files() {
    return List.of(
        can("the same file", m("int32 a = 1;"), m("int32 a = 1;")),
        cannot(
            "another package",
            proto3("package p; message M {}"),
            proto3("package q; message M {}"),
            "PACKAGE_CHANGED #/"),
        cannot(
            "a package where there was none",
            proto3("package p; message M {}"),
            proto3("message M {}"),
            "PACKAGE_CHANGED #/"),
        can("a message more", proto3("message M {} message N {}"), proto3("message M {}")),
        cannot(
            "a message less",
            proto3("message M {}"),
            proto3("message M {} message N {}"),
            "MESSAGE_REMOVED #/N"),
        cannot(
            "a nested message less",
            proto3("message M { message N {} }"),
            proto3("message M { message N { message O {} } message P {} }"),
            "MESSAGE_REMOVED #/M/P",
            "MESSAGE_REMOVED #/M/N/O"),
        cannot(
            "another name", proto3("message N {}"), proto3("message M {}"), "MESSAGE_REMOVED #/M"),
        can(
            "messages in another order",
            proto3("message N {} message M {}"),
            proto3("message M {} message N {}")),
        can(
            "proto2 and proto3",
            proto3("message M { optional int32 a = 1; }"),
            "message M { optional int32 a = 1; }"),
        can("an enum more", proto3("message M {} enum E { A = 0; }"), proto3("message M {}")),
        can("an enum less", proto3("message M {}"), proto3("message M {} enum E { A = 0; }")),
        can(
            "values of an enum",
            proto3("enum E { A = 0; NEW = 2; C = 3; }"),
            proto3("enum E { A = 0; B = 1; OLD = 2; }")),
        can(
            "options, comments, reserved and services",
            proto3("option go_package = \"x\"; message M { reserved 5; }"),
            proto3("message M {} service S { rpc R (M) returns (M); } // Really.")));
  }

  private static List<Row> fields() {
    return List.of(
        can("a field more", m("int32 a = 1; int32 b = 2;"), m("int32 a = 1;")),
        can("a field less", m("int32 a = 1;"), m("int32 a = 1; int32 b = 2;")),
        can("a field less, and its number is reserved", m("reserved 2;"), m("int32 b = 2;")),
        can("another name", m("int32 b = 1;"), m("int32 a = 1;")),
        can("another number is another field", m("string a = 2;"), m("int32 a = 1;")),
        can(
            "fields in another order",
            m("int32 b = 2; int32 a = 1;"),
            m("int32 a = 1; int32 b = 2;")),
        cannot(
            "a number that is used again for something else",
            m("string b = 1;"),
            m("int32 a = 1;"),
            "FIELD_SCALAR_KIND_CHANGED #/M/1"),
        cannot(
            "in a nested message",
            proto3("message M { N n = 1; message N { string a = 7; } }"),
            proto3("message M { N n = 1; message N { bool a = 7; } }"),
            "FIELD_SCALAR_KIND_CHANGED #/M/N/7"),
        cannot(
            "a message that contains itself is told of once",
            m("M m = 1; string a = 2;"),
            m("M m = 1; int32 a = 2;"),
            "FIELD_SCALAR_KIND_CHANGED #/M/2"));
  }

  /** What the language guide says of which types are read as which, both ways. */
  private static List<Row> scalars() {
    List<List<String>> groups =
        List.of(
            List.of("int32", "int64", "uint32", "uint64", "bool", "E"),
            List.of("sint32", "sint64"),
            List.of("fixed32", "sfixed32"),
            List.of("fixed64", "sfixed64"),
            List.of("float"),
            List.of("double"),
            List.of("string", "bytes"));
    List<Row> rows = new ArrayList<>();
    for (List<String> readers : groups) {
      for (String reader : readers) {
        for (List<String> writers : groups) {
          for (String writer : writers) {
            String what = reader + " and " + writer;
            String read = m(reader + " a = 1;") + " enum E { A = 0; }";
            String written = m(writer + " a = 1;") + " enum E { A = 0; }";
            rows.add(
                readers == writers
                    ? can(what, read, written)
                    : cannot(what, read, written, "FIELD_SCALAR_KIND_CHANGED #/M/1"));
          }
        }
      }
    }
    return rows;
  }

  private static List<Row> types() {
    String n = " message N { int32 a = 1; } message O { int32 a = 1; }";
    return List.of(
        cannot(
            "a scalar is no message",
            m("int32 a = 1;") + n,
            m("N a = 1;") + n,
            "FIELD_KIND_CHANGED #/M/1"),
        cannot(
            "a message is no scalar, not even bytes",
            m("N a = 1;") + n,
            m("bytes a = 1;") + n,
            "FIELD_KIND_CHANGED #/M/1"),
        cannot(
            "a map is no message",
            m("map<string, int32> a = 1;") + n,
            m("repeated N a = 1;") + n,
            "FIELD_KIND_CHANGED #/M/1"),
        cannot(
            "a group is no message",
            m2("optional group G = 1 { optional int32 x = 1; }"),
            m2("optional G g = 1; message G { optional int32 x = 1; }"),
            "FIELD_KIND_CHANGED #/M/1"),
        cannot(
            "another message",
            m("N a = 1;") + n,
            m("O a = 1;") + n,
            "FIELD_NAMED_TYPE_CHANGED #/M/1"),
        cannot(
            "a message of the same name in another place",
            proto3("message M { N a = 1; message N {} } message N {}"),
            proto3("message M { .N a = 1; message N {} } message N {}"),
            "FIELD_NAMED_TYPE_CHANGED #/M/1"),
        can(
            "the same message by its full name",
            proto3("package p; message M { .p.M.N a = 1; message N {} }"),
            proto3("package p; message M { N a = 1; message N {} }")),
        can(
            "another enum",
            m("E a = 1;") + " enum E { A = 0; }",
            m("F a = 1;") + " enum F { B = 0; }"),
        can(
            "maps of what is read as the other",
            m("map<int32, string> a = 1;"),
            m("map<int64, bytes> a = 1;")),
        cannot(
            "keys of a map",
            m("map<int32, string> a = 1;"),
            m("map<string, string> a = 1;"),
            "FIELD_SCALAR_KIND_CHANGED #/M/1"),
        cannot(
            "values of a map",
            m("map<string, N> a = 1;") + n,
            m("map<string, O> a = 1;") + n,
            "FIELD_NAMED_TYPE_CHANGED #/M/1"));
  }

  private static List<Row> labels() {
    String n = " message N {}";
    return List.of(
        can("optional or not, of proto3", m("optional int32 a = 1;"), m("int32 a = 1;")),
        cannot(
            "one number read of a list",
            m("optional int32 a = 1;"),
            m("repeated int32 a = 1;"),
            "FIELD_NUMERIC_LABEL_CHANGED #/M/1"),
        cannot(
            "a list read of one number",
            m("repeated double a = 1;"),
            m("double a = 1;"),
            "FIELD_NUMERIC_LABEL_CHANGED #/M/1"),
        cannot(
            "an enum is a number there",
            m("repeated E a = 1;") + " enum E { A = 0; }",
            m("E a = 1;") + " enum E { A = 0; }",
            "FIELD_NUMERIC_LABEL_CHANGED #/M/1"),
        can("a list of strings read of one", m("repeated string a = 1;"), m("string a = 1;")),
        can("one of a list of bytes", m("optional bytes a = 1;"), m("repeated bytes a = 1;")),
        can("a list of messages of one", m("repeated N a = 1;") + n, m("N a = 1;") + n),
        can(
            "packed or not",
            m2("repeated int32 a = 1 [packed = true];"),
            m2("repeated int32 a = 1;")));
  }

  private static List<Row> required() {
    String a = "optional int32 a = 1;";
    return List.of(
        cannot(
            "a required field more",
            m2(a + "required string b = 2;"),
            m2(a),
            "REQUIRED_FIELD_ADDED #/M/2"),
        cannot(
            "a required field less",
            m2(a),
            m2(a + "required string b = 2;"),
            "REQUIRED_FIELD_REMOVED #/M/2"),
        cannot(
            "a number that becomes required",
            m2("required int32 a = 1;"),
            m2("optional int32 a = 1;"),
            "FIELD_NUMERIC_LABEL_CHANGED #/M/1"),
        cannot(
            "a number that is required no more",
            m2("optional int32 a = 1;"),
            m2("required int32 a = 1;"),
            "FIELD_NUMERIC_LABEL_CHANGED #/M/1"),
        cannot(
            "a string that becomes required",
            m2("required string a = 1;"),
            m2("optional string a = 1;"),
            "REQUIRED_FIELD_ADDED #/M/1"),
        can(
            "a string that is required no more",
            m2("optional string a = 1;"),
            m2("required string a = 1;")));
  }

  private static List<Row> oneofs() {
    return List.of(
        can(
            "a field more",
            m("oneof o { int32 a = 1; int32 b = 2; }"),
            m("oneof o { int32 a = 1; }")),
        cannot(
            "a field less",
            m("oneof o { int32 a = 1; }"),
            m("oneof o { int32 a = 1; int32 b = 2; }"),
            "ONEOF_FIELD_REMOVED #/M/o/2"),
        cannot(
            "a field that moves out",
            m("oneof o { int32 a = 1; } int32 b = 2;"),
            m("oneof o { int32 a = 1; int32 b = 2; }"),
            "ONEOF_FIELD_REMOVED #/M/o/2"),
        can("a oneof more", m("oneof o { int32 b = 2; }"), m("int32 a = 1;")),
        can("a oneof less", m("int32 a = 1;"), m("int32 a = 1; oneof o { int32 b = 2; }")),
        can(
            "another name",
            m("oneof p { int32 a = 1; int32 b = 2; }"),
            m("oneof o { int32 a = 1; int32 b = 2; }")),
        can(
            "one field moves into a new one",
            m("oneof o { int32 a = 1; int32 b = 2; }"),
            m("int32 a = 1;")),
        cannot(
            "several fields move into a new one",
            m("oneof o { int32 a = 1; int32 b = 2; int32 c = 3; }"),
            m("int32 a = 1; int32 b = 2;"),
            "MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/o"),
        cannot(
            "a field moves into one that is there",
            m("oneof o { int32 a = 1; int32 b = 2; }"),
            m("int32 a = 1; oneof o { int32 b = 2; }"),
            "FIELD_MOVED_TO_EXISTING_ONEOF #/M/o"),
        cannot(
            "a field moves into one that is there, of another name",
            m("oneof p { int32 a = 1; int32 b = 2; }"),
            m("int32 a = 1; oneof o { int32 b = 2; }"),
            "FIELD_MOVED_TO_EXISTING_ONEOF #/M/p"),
        can(
            "what was optional stands in no oneof",
            m("oneof o { int32 a = 1; }"),
            m("optional int32 a = 1;")),
        cannot(
            "the type of a field that moves with its oneof's name",
            m("oneof p { string a = 1; }"),
            m("oneof o { int32 a = 1; }"),
            "FIELD_SCALAR_KIND_CHANGED #/M/1"));
  }

  @TestFactory
  Stream<DynamicTest> imports() {
    String google = "syntax = \"proto3\"; package d; message Home { %s }";
    String using = "syntax = \"proto3\"; import \"%s\"; message M { %s a = 1; }";
    String own = "syntax = \"proto3\"; message M { Home a = 1; } message Home { int32 id = 1; }";
    ProtobufSchema imported =
        ProtoTexts.parsed(
            using.formatted("g.proto", "d.Home"),
            Map.of("g.proto", google.formatted("int32 id = 1;")));
    ProtobufSchema changed =
        ProtoTexts.parsed(
            using.formatted("g.proto", "d.Home"),
            Map.of("g.proto", google.formatted("string id = 1;")));
    ProtobufSchema otherPackage =
        ProtoTexts.parsed(
            using.formatted("h.proto", "e.Home"),
            Map.of("h.proto", google.replace("package d", "package e").formatted("int32 id = 1;")));
    ProtobufSchema moved = ProtoTexts.parsed(own);
    String deep =
        "syntax = \"proto3\"; package d; message Home { Room r = 1; } message Room { %s }";
    ProtobufSchema room =
        ProtoTexts.parsed(
            using.formatted("g.proto", "d.Home"), Map.of("g.proto", deep.formatted("")));
    ProtobufSchema otherRoom =
        ProtoTexts.parsed(
            using.formatted("g.proto", "d.Home").replace("message M", "message Room {} message M"),
            Map.of("g.proto", deep.formatted("int32 x = 1;")));
    ProtobufSchema intRoom =
        ProtoTexts.parsed(
            using.formatted("g.proto", "d.Home"),
            Map.of("g.proto", deep.formatted("string x = 1;")));
    return Stream.of(
        row("the same import", imported, imported),
        row("a change within it", changed, imported, "FIELD_SCALAR_KIND_CHANGED #/Home/1"),
        row("a file of another package", otherPackage, imported),
        row("a message moves into the file", moved, imported),
        row("a message moves out of the file", imported, moved, "MESSAGE_REMOVED #/Home"),
        row("what an import uses of its own file", room, otherRoom, "MESSAGE_REMOVED #/Room"),
        row(
            "a change in what an import uses of its own file",
            intRoom,
            otherRoom,
            "MESSAGE_REMOVED #/Room",
            "FIELD_SCALAR_KIND_CHANGED #/Room/1"));
  }

  private static DynamicTest row(
      String what, ProtobufSchema reader, ProtobufSchema writer, String... found) {
    return DynamicTest.dynamicTest(
        what,
        () ->
            assertThat(ProtoTexts.FORMAT.incompatibilities(reader, writer))
                .extracting(i -> i.kind() + " " + i.path())
                .containsExactly(found));
  }
}
