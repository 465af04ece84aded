package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Incompatibility;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reason names its field: positions are for programs. */
class AvroSpotTest {
  private static final String ENVELOPE =
      "{'type':'record','name':'Envelope','fields':["
          + "{'name':'op','type':'string'},"
          + "{'name':'before','type':['null',{'type':'record','name':'Row','fields':["
          + "{'name':'id','type':'int'},%s]}]},"
          + "{'name':'after','type':['null','Row']}]}";

  private static List<Incompatibility> found(String reader, String writer) {
    return AvroTexts.FORMAT.incompatibilities(AvroTexts.parsed(reader), AvroTexts.parsed(writer));
  }

  private static List<Incompatibility> ofRow(String reader, String writer) {
    return found(ENVELOPE.formatted(reader), ENVELOPE.formatted(writer));
  }

  @Test
  void a_column_that_may_be_null_no_more_is_named_where_a_sources_envelope_has_it() {
    assertThat(ofRow("{'name':'req','type':'int'}", "{'name':'req','type':['int','null']}"))
        .containsExactly(
            new Incompatibility(
                "TYPE_MISMATCH",
                "/fields/1/type/1/fields/1/type/1",
                "At before.req: The reader expects int, and null was written: the one is not read"
                    + " as the other."));
  }

  @Test
  void every_kind_names_it() {
    String e = "{'name':'e','type':{'type':'enum','name':'E','symbols':[%s]}}";
    assertThat(ofRow(e.formatted("'A'"), e.formatted("'A','B'")))
        .singleElement()
        .satisfies(found -> assertThat(found.description()).startsWith("At before.e: "));
    assertThat(ofRow("{'name':'f','type':'int'}", "{'name':'g','type':'int'}"))
        .singleElement()
        .satisfies(found -> assertThat(found.description()).startsWith("At before.f: "));
    assertThat(ofRow("{'name':'u','type':['null','int']}", "{'name':'u','type':'string'}"))
        .singleElement()
        .satisfies(found -> assertThat(found.description()).startsWith("At before.u: "));
    String fixed = "{'name':'x','type':{'type':'fixed','name':'%s','size':%s}}";
    assertThat(ofRow(fixed.formatted("F", 4), fixed.formatted("G", 8)))
        .extracting(Incompatibility::description)
        .hasSize(2)
        .allSatisfy(words -> assertThat(words).startsWith("At before.x: "));
    assertThat(
            ofRow(
                "{'name':'b','type':'int','aliases':['a']}",
                "{'name':'a','type':'int'},{'name':'b','type':'int'}"))
        .singleElement()
        .satisfies(found -> assertThat(found.description()).startsWith("At before.b: "));
  }

  @Test
  void elements_and_values_are_part_of_the_name() {
    String lines =
        "{'name':'lines','type':{'type':'array','items':{'type':'map','values':{"
            + "'type':'record','name':'Line','fields':[{'name':'price','type':'%s'}]}}}}";
    assertThat(ofRow(lines.formatted("int"), lines.formatted("string")))
        .singleElement()
        .satisfies(
            found -> assertThat(found.description()).startsWith("At before.lines[]{}.price: "));
  }

  @Test
  void the_whole_has_no_name() {
    assertThat(found("'int'", "'string'"))
        .singleElement()
        .satisfies(found -> assertThat(found.description()).startsWith("The reader expects int"));
  }

  @Test
  void of_a_long_name_the_end_is_told() {
    String name = "n".repeat(5_000);
    String field = "{'name':'" + name + "','type':'%s'}";
    assertThat(ofRow(field.formatted("int"), field.formatted("string")))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.description()).hasSizeLessThan(400);
              assertThat(found.description()).startsWith("At ...nnn");
            });
  }
}
