package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFormatTest {

  @Test
  void what_says_nothing_is_left_out_and_all_else_stays_as_it_was_written() {
    AvroSchema schema =
        AvroTexts.parsed(
            """
            {
              'name': 'Order', 'namespace': 'shop', 'type': 'record', 'doc': 'One order.',
              'aliases': ['Purchase'], 'owner': {'team': 'commerce', 'level': 2},
              'fields': [
                {'name': 'id', 'type': {'type': 'long'}, 'order': 'descending'},
                {'name': 'at', 'type': {'logicalType': 'timestamp-millis', 'type': 'long'}},
                {'name': 'state', 'type': ['null', 'string'], 'default': null, 'pii': true}
              ]
            }
            """);

    assertThat(schema.canonical())
        .isEqualTo(
            """
            {'type':'record','name':'Order','namespace':'shop','doc':'One order.','fields':[\
            {'name':'id','type':'long','order':'descending'},\
            {'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}},\
            {'name':'state','type':['null','string'],'default':null,'pii':true}],\
            'owner':{'team':'commerce','level':2},'aliases':['Purchase']}\
            """
                .replace('\'', '"'));
    assertThat(schema.recordName()).contains("shop.Order");
  }

  @Test
  void what_may_be_written_in_several_ways_is_normalised_to_one() {
    String one =
        """
        {'type':'record','name':'R','namespace':'n','aliases':['B','A'],'z':1,'a':{'y':1,'x':2},
         'fields':[{'name':'f','type':{'type':'fixed','name':'F','size':2},'order':'ascending'},
                   {'name':'g','type':'F','aliases':['q','p']}]}
        """;
    String other =
        """
        {'a':{'x':2,'y':1},'fields':[{'type':{'size':2,'name':'n.F','type':'fixed'},'name':'f'},
         {'aliases':['p','q'],'name':'g','type':'n.F'}],'name':'n.R','aliases':['n.A','n.B'],
         'z':1,'type':'record'}
        """;

    assertThat(AvroTexts.parsed(one).normalized())
        .isEqualTo(AvroTexts.parsed(other).normalized())
        .isEqualTo(
            """
            {'type':'record','name':'n.R','aliases':['n.A','n.B'],'fields':[\
            {'name':'f','type':{'type':'fixed','name':'n.F','size':2}},\
            {'name':'g','type':'n.F','aliases':['p','q']}],'a':{'x':2,'y':1},'z':1}\
            """
                .replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"string\"', '\"string\"'",
    "'{\"type\":\"string\"}', '\"string\"'",
    "' { \"type\" : \"int\" } ', '\"int\"'",
    "'{\"type\":\"int\",\"logicalType\":\"date\"}', '{\"type\":\"int\",\"logicalType\":\"date\"}'",
    "'[\"null\", {\"type\":\"int\"}]', '[\"null\",\"int\"]'",
    "'{\"type\":\"array\",\"items\":{\"type\":\"long\"}}',"
        + " '{\"type\":\"array\",\"items\":\"long\"}'",
  })
  void types_that_are_no_records(String text, String canonical) {
    AvroSchema schema = AvroTexts.parsed(text);

    assertThat(schema.canonical()).isEqualTo(canonical);
    assertThat(schema.recordName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "string",
        "{",
        "null",
        "17",
        "'Missing'",
        "{'type':'record'}",
        "{'type':'record','name':'R'}",
        "{'type':'record','name':'R','fields':[{}]}",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'Missing'}]}",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int'},{'name':'a','type':'int'}]}",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int','order':7}]}",
        "{'type':'record','name':'no name','fields':[]}",
        "{'type':'record','name':'1','fields':[]}",
        "{'type':'enum','name':'E','symbols':['A','A']}",
        "{'type':'enum','name':'E','symbols':['A'],'default':'B'}",
        "{'type':'enum','name':'E','symbols':[7]}",
        "{'type':'fixed','name':'F'}",
        "{'type':'fixed','name':'F','size':-1}",
        "{'type':'fixed','name':'F','size':99999999999}",
        "{'type':'array'}",
        "{'type':'map'}",
        "['int','int']",
        "['int',['string']]",
        "[{'type':'fixed','name':'F','size':1},{'type':'fixed','name':'F','size':2}]",
        "'int' 'int'",
      })
  void what_is_no_schema_is_refused_with_a_sentence(String text) {
    assertThatThrownBy(() -> AvroTexts.parsed(text))
        .isInstanceOf(InvalidSchemaException.class)
        .message()
        .startsWith("The schema is no schema of Avro: ")
        .hasSizeLessThan(700);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-db.public.orders", "1st.shop", "a.Outer$", "_x.9"})
  void a_namespace_may_be_what_older_ones_of_avro_never_looked_at(String namespace) {
    String text =
        "{'type':'record','name':'Value','namespace':'%s','fields':[]}".formatted(namespace);

    assertThat(AvroTexts.parsed(text).canonical()).contains(namespace);
    for (String wrong :
        List.of(
            text.replace("'Value'", "'Va-lue'"),
            text.replace("'Value'", "'1Value'"),
            text.replace("[]", "[{'name':'a-b','type':'int'}]"),
            text.replace(
                "[]", "[{'name':'a','type':{'type':'enum','name':'E','symbols':['a-b']}}]"),
            text.replace(namespace, "a b"),
            text.replace(namespace, "a..b"))) {
      assertThatThrownBy(() -> AvroTexts.parsed(wrong))
          .as(wrong)
          .isInstanceOf(InvalidSchemaException.class);
    }
  }

  @Test
  void where_the_json_is_broken_is_told() {
    assertThatThrownBy(() -> AvroTexts.parsed("{'type':\n 'int'"))
        .hasMessageContaining("it is no JSON")
        .hasMessageNotContaining("marker at")
        .hasMessageContaining("line 2");
  }

  @Test
  void a_default_of_a_wrong_type_is_taken_unless_they_are_to_be_checked() {
    SchemaSource source =
        SchemaSource.of(
            SchemaType.AVRO,
            """
            {"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"},
              {"name":"next","type":["null","R"],"default":null}]}\
            """);

    assertThat(AvroTexts.FORMAT.parse(source).canonical()).contains("\"default\":\"x\"");
    assertThatThrownBy(() -> new AvroFormat(SchemaLimits.defaults(), true).parse(source))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("default for field a");
  }

  @Test
  void what_is_referred_to_is_known_and_stays_a_name_also_over_several_steps() {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put(
        "n.Money",
        """
        {"type":"record","name":"Money","namespace":"n","fields":[
          {"name":"currency","type":{"type":"enum","name":"Currency","symbols":["EUR"]}}]}\
        """);
    dependencies.put(
        "n.Line",
        """
        {"type":"record","name":"Line","namespace":"n","fields":[
          {"name":"price","type":"Money"}]}\
        """);
    AvroSchema schema =
        AvroTexts.parsed(
            """
            {"type":"record","name":"Order","namespace":"m","fields":[
              {"name":"lines","type":{"type":"array","items":"n.Line"}},
              {"name":"currency","type":"n.Currency"}]}\
            """,
            dependencies);

    assertThat(schema.canonical())
        .isEqualTo(
            """
            {"type":"record","name":"Order","namespace":"m","fields":[\
            {"name":"lines","type":{"type":"array","items":"n.Line"}},\
            {"name":"currency","type":"n.Currency"}]}\
            """);
    assertThat(schema.normalized()).contains("\"items\":\"n.Line\"").contains("\"n.Currency\"");
    Schema line = schema.schema().getField("lines").schema().getElementType();
    assertThat(line.getField("price").schema().getFullName()).isEqualTo("n.Money");
    assertThat(AvroTexts.parsed(schema.canonical(), dependencies)).isEqualTo(schema);
  }

  @Test
  void a_change_within_what_is_referred_to_is_found() {
    String order =
        "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"m\",\"type\":\"Money\"}]}";
    String money = "{\"type\":\"record\",\"name\":\"Money\",\"fields\":[%s]}";
    AvroSchema before = AvroTexts.parsed(order, Map.of("Money", money.formatted("")));
    AvroSchema after =
        AvroTexts.parsed(
            order, Map.of("Money", money.formatted("{\"name\":\"c\",\"type\":\"int\"}")));

    assertThat(AvroTexts.FORMAT.incompatibilities(before, after)).isEmpty();
    assertThat(AvroTexts.FORMAT.incompatibilities(after, before))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.path()).isEqualTo("/fields/0/type/fields/0");
              assertThat(found.description()).contains("Money").contains("the field c");
            });
  }

  @Test
  void a_dependency_that_is_none_is_named() {
    assertThatThrownBy(() -> AvroTexts.parsed("\"int\"", Map.of("n.Broken", "{")))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageStartingWith("The schema referred to as n.Broken is no schema of Avro");
  }

  @Test
  void types_that_use_one_another_are_read() {
    AvroSchema schema =
        AvroTexts.parsed(
            """
            {'type':'record','name':'A','fields':[
              {'name':'b','type':['null',{'type':'record','name':'B','fields':[
                {'name':'a','type':['null','A']},{'name':'self','type':['null','B']}]}]}]}
            """);

    Schema b = schema.schema().getField("b").schema().getTypes().get(1);
    assertThat(b.getField("a").schema().getTypes().get(1)).isSameAs(schema.schema());
    assertThat(b.getField("self").schema().getTypes().get(1)).isSameAs(b);
    assertThat(AvroTexts.FORMAT.incompatibilities(schema, schema)).isEmpty();
  }
}
