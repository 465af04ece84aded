package io.sluice.schema.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.json.compare.Policy;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the tables, in both directions. */
class RulesTest {
  static List<RuleTable> rules() throws IOException {
    return RuleTable.read("/json/rules.txt");
  }

  static List<RuleTable> undecidedRules() throws IOException {
    return RuleTable.read("/json/rules-undecided.txt");
  }

  static List<RuleTable> lenientRules() throws IOException {
    return RuleTable.read("/json/rules-lenient.txt");
  }

  static List<RuleTable> exactRules() throws IOException {
    return RuleTable.read("/json/rules-exact.txt");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_rule_holds_both_ways(RuleTable rule) {
    check(rule, Policy.STRICT);
  }

  @ParameterizedTest
  @MethodSource("undecidedRules")
  void what_is_not_decided_is_refused_both_ways(RuleTable rule) {
    check(rule, Policy.STRICT);
    assertThat(found(Policy.STRICT, rule.oldSchema(), rule.oldSchema() + " ")).isEqualTo("yes");
  }

  @ParameterizedTest
  @MethodSource("lenientRules")
  void a_lenient_rule_holds_both_ways(RuleTable rule) {
    check(rule, Policy.LENIENT);
  }

  @ParameterizedTest
  @MethodSource("exactRules")
  void an_exact_rule_holds_both_ways(RuleTable rule) {
    check(rule, Policy.EXACT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_schema_reads_its_own(RuleTable rule) {
    for (String text : List.of(rule.oldSchema(), rule.newSchema())) {
      for (Policy policy : Policy.values()) {
        assertThat(found(policy, text, withATitle(text))).isEqualTo("yes");
      }
    }
  }

  /** The rows of an envelope: a change of one column among choices is told by its name. */
  @Test
  void of_the_readers_choices_the_one_that_comes_nearest_is_explained() {
    String row =
        "{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"object\",\"title\":\"Row\",\"properties\":"
            + "{\"id\":{\"type\":\"integer\"}%s},\"additionalProperties\":false}]}";
    JsonSchemaFormat format = new JsonSchemaFormat(SchemaLimits.defaults());

    List<Incompatibility> found =
        format.incompatibilities(
            parsed(format, row.formatted("")),
            parsed(format, row.formatted(",\"note\":{\"type\":\"string\"}")));

    assertThat(found)
        .extracting(Incompatibility::description)
        .singleElement()
        .asString()
        .contains("note");
  }

  private static void check(RuleTable rule, Policy policy) {
    assertThat(
            "new reads old: "
                + found(policy, rule.newSchema(), rule.oldSchema())
                + "\nold reads new: "
                + found(policy, rule.oldSchema(), rule.newSchema()))
        .isEqualTo(
            "new reads old: " + rule.newReadsOld() + "\nold reads new: " + rule.oldReadsNew());
  }

  /** Not the same text, so that it has to be looked at. */
  private static String withATitle(String text) {
    return text.equals("{}")
        ? "{\"title\":\"t\"}"
        : text.startsWith("{")
            ? "{\"title\":\"another\"," + text.substring(1).replace("\"title\":\"t\",", "")
            : text;
  }

  private static String found(Policy policy, String reader, String writer) {
    JsonSchemaFormat format = new JsonSchemaFormat(SchemaLimits.defaults(), policy);
    List<Incompatibility> found =
        format.incompatibilities(parsed(format, reader), parsed(format, writer));
    assertThat(found).allSatisfy(one -> assertThat(one.description()).endsWith("."));
    return found.isEmpty()
        ? "yes"
        : found.stream()
            .map(one -> one.kind() + " " + one.path())
            .collect(Collectors.joining(", "));
  }

  private static ParsedSchema parsed(JsonSchemaFormat format, String text) {
    return format.parse(SchemaSource.of(SchemaType.JSON, text));
  }
}
