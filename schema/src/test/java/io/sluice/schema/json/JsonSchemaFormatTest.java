package io.sluice.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a JSON Schema, what it is called, and what it refers to. */
class JsonSchemaFormatTest {
  private static final String DRAFT_4 = "\"$schema\": \"http://json-schema.org/draft-04/schema#\"";
  private static final String DRAFT_2020 =
      "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"";

  private final JsonSchemaFormat format = new JsonSchemaFormat(SchemaLimits.defaults());

  @Test
  void the_canonical_text_keeps_order_and_numbers_as_they_are_written() {
    ParsedSchema schema =
        parsed(
            "{ \"type\" : \"number\",\n"
                + " \"maximum\": 1.50, \"minimum\" : -1e2, \"b\": 1, \"a\": \"\\u00e9\" }");

    assertThat(schema.canonical())
        .isEqualTo("{\"type\":\"number\",\"maximum\":1.50,\"minimum\":-1e2,\"b\":1,\"a\":\"é\"}");
    assertThat(parsed(schema.canonical())).isEqualTo(schema).hasSameHashCodeAs(schema);
    assertThat(schema.type()).isEqualTo(SchemaType.JSON);
  }

  @Test
  void the_normal_text_has_one_order_and_nothing_idle() {
    ParsedSchema schema =
        parsed(
            """
            {"type": ["object"], "required": ["b", "a"], "minProperties": 0,
             "properties": {"required": {"enum": [2, "x", {"z": 1, "y": [3, 2]}]}, "a": {"uniqueItems": false}},
             "allOf": [{"title": "second"}, {"title": "first"}],
             "default": {"d": [2, 1], "c": 0}}
            """);

    assertThat(schema.normalized())
        .isEqualTo(
            "{\"allOf\":[{\"title\":\"second\"},{\"title\":\"first\"}],\"default\":{\"c\":0,\"d\":[2,1]},"
                + "\"properties\":{\"a\":{},\"required\":{\"enum\":[\"x\",2,{\"y\":[3,2],\"z\":1}]}},"
                + "\"required\":[\"a\",\"b\"],\"type\":\"object\"}");
    assertThat(parsed(schema.normalized()).normalized()).isEqualTo(schema.normalized());
  }

  @Test
  void what_is_called_like_a_keyword_but_is_a_property_stays_as_it_is() {
    assertThat(parsed("{\"properties\":{\"minLength\":{},\"type\":true}}").normalized())
        .isEqualTo("{\"properties\":{\"minLength\":{},\"type\":true}}");
  }

  @Test
  void a_record_is_called_by_its_title() {
    assertThat(parsed("{\"title\": \"Order\"}").recordName()).contains("Order");
    assertThat(parsed("{\"title\": 1}").recordName()).isEmpty();
    assertThat(parsed("true").recordName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "{}", " {\"$schema\": \"urn:another\", \"x\": null} "})
  void a_schema_is_an_object_or_a_boolean(String text) {
    assertThat(parsed(text).canonical())
        .isEqualTo(text.replaceAll("(?<!:) |^ ", "").replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "[] | At #: a schema is an object",
        "1 | At #: a schema is an object",
        "null | At #: a schema is an object",
        "{\"a\":1,\"a\":2} | Duplicate field 'a'",
        "{'a':1} | not JSON",
        "{\"a\":1} {} | more follows",
        "{\"a\":NaN} | not JSON",
        "{\"a\": | (line 1, column",
        "{\"type\":\"text\"} | At #/type: one of [array, boolean, integer, null, number, object,"
            + " string] was expected, but \"text\" was found",
        "{\"type\":[\"string\",\"string\"]} | At #/type: different ones",
        "{\"properties\":[]} | At #/properties: an object of schemas",
        "{\"properties\":{\"a/b\":{\"items\":1}}} | At #/properties/a~1b/items: a schema is an"
            + " object, true or false, but 1 was found",
        "{\"required\":\"a\"} | At #/required: a list of names",
        "{\"required\":[\"a\",\"a\"]} | At #/required: names, each of them once",
        "{\"required\":true} | At #/required: a list of names",
        "{\"enum\":\"a\"} | At #/enum: a list of values",
        "{\"minLength\":-1} | At #/minLength: a whole number from 0",
        "{\"minLength\":1.5} | At #/minLength: a whole number from 0",
        "{\"maximum\":\"9\"} | At #/maximum: a number",
        "{\"multipleOf\":0} | At #/multipleOf: a number above 0",
        "{\"exclusiveMaximum\":true} | name that in '$schema'",
        "{\"pattern\":1} | At #/pattern: a text",
        "{\"uniqueItems\":1} | At #/uniqueItems: true or false",
        "{\"allOf\":[]} | At #/allOf: a list of schemas",
        "{\"anyOf\":{}} | At #/anyOf: a list of schemas",
        "{\"dependencies\":{\"a\":[1]}} | At #/dependencies/a: names",
        "{\"$ref\":1} | At #/$ref: a reference",
      })
  void what_is_no_schema_is_refused_with_the_place_and_what_was_expected(
      String text, String message) {
    assertThatThrownBy(() -> parsed(text))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining(message);
  }

  @Test
  void each_draft_has_its_own_keywords() {
    assertThatThrownBy(() -> parsed("{" + DRAFT_4 + ",\"not\":true}"))
        .hasMessageContaining("At #/not: a schema is an object,");
    parsed(
        "{" + DRAFT_4 + ",\"additionalProperties\":false,\"exclusiveMaximum\":true,\"const\":1}");
    assertThatThrownBy(() -> parsed("{" + DRAFT_4 + ",\"exclusiveMaximum\":1}"))
        .hasMessageContaining("as in draft 4");
    assertThatThrownBy(() -> parsed("{" + DRAFT_2020 + ",\"items\":[{}]}"))
        .hasMessageContaining("'prefixItems'");
    parsed("{" + DRAFT_2020 + ",\"dependencies\":1}");
  }

  @Test
  void references_lead_to_places_identifiers_and_anchors() {
    parsed("{\"items\":{\"$ref\":\"#/definitions/a~1b%25\"},\"definitions\":{\"a/b%\":{}}}");
    parsed("{\"items\":{\"$ref\":\"#/anywhere/0\"},\"anywhere\":[{\"type\":\"string\"}]}");
    parsed("{\"items\":{\"$ref\":\"#there\"},\"definitions\":{\"x\":{\"$id\":\"#there\"}}}");
    parsed(
        "{"
            + DRAFT_2020
            + ",\"items\":{\"$ref\":\"#there\"},\"$defs\":{\"x\":{\"$anchor\":\"there\"}}}");
    parsed(
        """
        {"$id": "http://example.com/root.json", "items": {"$ref": "parts/one.json#/definitions/y"},
         "definitions": {"x": {"$id": "parts/one.json", "definitions": {"y": {"$ref": "#/definitions/z"}, "z": {}}}}}
        """);
    parsed("{" + DRAFT_4 + ",\"id\":\"http://a/b\",\"items\":{\"$ref\":\"b#\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/a.json",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "other.json#/definitions/A",
        "//host/share",
        "jar:file:/x.jar!/y",
        "urn:a:b",
        "%zz not a uri",
        "http://json-schema.org/draft-07/schema#"
      })
  void nothing_is_fetched_and_the_message_says_what_to_do(String reference) {
    assertThatThrownBy(() -> parsed("{\"properties\":{\"a\":{\"$ref\":\"" + reference + "\"}}}"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageStartingWith("At #/properties/a/$ref: '" + reference + "' is neither in this")
        .hasMessageContaining("Nothing is fetched: register that schema");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/definitions/A", "#nowhere", "#/items/1x", "#/-1"})
  void a_reference_to_nothing_is_refused(String reference) {
    assertThatThrownBy(() -> parsed("{\"items\":{\"$ref\":\"" + reference + "\"}}"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageStartingWith("At #/items/$ref: '" + reference + "'");
  }

  @Test
  void references_lead_to_the_schemas_that_are_given_by_their_names() {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put(
        "money.json",
        "{\"$id\":\"http://x/money.json\",\"definitions\":{\"amount\":{\"type\":\"integer\"}}}");
    dependencies.put(
        "http://x/order.json",
        "{\"properties\":{\"total\":{\"$ref\":\"money.json#/definitions/amount\"}}}");
    ParsedSchema reader =
        format.parse(source("{\"items\":{\"$ref\":\"http://x/order.json\"}}", dependencies));
    ParsedSchema writer = parsed("{\"items\":{\"properties\":{\"total\":{\"type\":\"string\"}}}}");

    assertThat(format.incompatibilities(reader, writer))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind()).isEqualTo("TYPE_CHANGED");
              assertThat(found.path()).isEqualTo("#/items/properties/total");
            });
  }

  @Test
  void what_a_given_schema_does_wrong_is_said_of_that_one() {
    assertThatThrownBy(() -> format.parse(source("{}", Map.of("a.json", "{\"type\":1}"))))
        .hasMessageStartingWith("In the referenced schema 'a.json' at #/type:");
    assertThatThrownBy(() -> format.parse(source("{}", Map.of("a.json", "{"))))
        .hasMessageStartingWith("In the referenced schema 'a.json': The schema is not JSON");
    assertThatThrownBy(() -> format.parse(source("{}", Map.of("a.json", "{\"$ref\":\"b.json\"}"))))
        .hasMessageStartingWith("In the referenced schema 'a.json' at #/$ref: 'b.json' is neither");
  }

  @Test
  void other_dependencies_make_another_schema_of_the_same_text() {
    String text = "{\"$ref\":\"a.json\"}";
    ParsedSchema one = format.parse(source(text, Map.of("a.json", "{\"type\":\"string\"}")));
    ParsedSchema other = format.parse(source(text, Map.of("a.json", "{\"type\":\"integer\"}")));

    assertThat(one).isNotEqualTo(other);
    assertThat(format.incompatibilities(one, other)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"#\"}",
        "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},\"b\":{\"$ref\":\"#/definitions/a\"}}}",
        "{\"allOf\":[{\"$ref\":\"#\"}]}",
        "{\"anyOf\":[{\"type\":\"string\"},{\"not\":{\"$ref\":\"#\"}}]}",
        "{\"properties\":{\"a\":{\"if\":{\"$ref\":\"#/properties/a\"}}}}"
      })
  void a_schema_that_asks_itself_about_the_same_value_is_refused(String text) {
    assertThatThrownBy(() -> parsed(text))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("refers back to itself for the same value");
  }

  private ParsedSchema parsed(String text) {
    return format.parse(SchemaSource.of(SchemaType.JSON, text));
  }

  private static SchemaSource source(String text, Map<String, String> dependencies) {
    List<SchemaReference> references =
        dependencies.keySet().stream().map(name -> new SchemaReference(name, name, 1)).toList();
    return new SchemaSource(SchemaType.JSON, text, references, dependencies);
  }
}
