package io.sluice.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code sluice schema} with the project's own registry, and with one that is reached by HTTP. */
class SchemaCommandsTest extends TwoRegistries {
  private static final String CUSTOMER =
      """
      {"type": "record", "name": "Customer", "namespace": "shop",
       "fields": [{"name": "name", "type": "string"}]}
      """;
  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "namespace": "shop",
       "fields": [{"name": "id", "type": "long"}, {"name": "customer", "type": "Customer"}]}
      """;
  private static final String ORDER_WITH_NOTE =
      ORDER.replace(
          "}]}", "}, {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}]}");
  private static final String ORDER_WITH_DUTY =
      ORDER.replace("}]}", "}, {\"name\": \"duty\", \"type\": \"int\"}]}");

  @ParameterizedTest
  @EnumSource
  void files_that_need_each_other_are_registered_in_order_and_then_are_there(Where where)
      throws IOException {
    writeShop(ORDER);

    JsonNode registered = ok(where, "register", "schemas").get("registered");
    JsonNode again = ok(where, "register", "schemas").get("registered");
    JsonNode order = ok(where, "show", "orders-value");

    assertThat(texts(registered, "subject")).containsExactly("z-customer", "orders-value");
    assertThat(texts(registered, "isNew")).containsExactly("true", "true");
    assertThat(texts(again, "isNew")).containsExactly("false", "false");
    assertThat(texts(again, "id")).isEqualTo(texts(registered, "id"));
    assertThat(order.at("/references/0/name").asText()).isEqualTo("shop.Customer");
    assertThat(order.at("/references/0/subject").asText()).isEqualTo("z-customer");
    assertThat(order.at("/references/0/version").asInt()).isEqualTo(1);
    assertThat(texts(ok(where, "ls").get("subjects"), "subject"))
        .containsExactly("orders-value", "z-customer");
  }

  @ParameterizedTest
  @EnumSource
  void check_says_what_can_be_registered_and_changes_nothing(Where where) throws IOException {
    writeShop(ORDER);
    assertThat(texts(ok(where, "check", "schemas").get("files"), "status"))
        .containsExactly("new", "new");
    ok(where, "register", "schemas");

    JsonNode same = ok(where, "check", "schemas").get("files");
    writeShop(ORDER_WITH_NOTE);
    JsonNode compatible = ok(where, "check", "schemas").get("files");

    assertThat(texts(same, "status")).containsExactly("registered", "registered");
    assertThat(texts(compatible, "status")).containsExactly("registered", "compatible");
    assertThat(ok(where, "show", "orders-value").get("version").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void what_breaks_a_reader_is_named_by_its_path_and_nothing_of_the_set_is_registered(Where where)
      throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    writeShop(ORDER_WITH_DUTY);
    write("schemas/another-value.avsc", "\"string\"");

    Invocation checked = run(where, "check", "schemas");
    Invocation json = run(where, "check", "schemas", "-o", "json");
    Invocation registered = run(where, "register", "schemas");

    assertThat(checked.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(checked.out())
        .contains("FAIL schemas/orders-value.avsc")
        .contains("READER_FIELD_MISSING_DEFAULT_VALUE")
        .contains("cannot read data of version 1");
    assertThat(json.json().at("/compatible").asBoolean(true)).isFalse();
    assertThat(json.json().findValue("conflicts").at("/0/breaks").asText())
        .isEqualTo("new_readers");
    assertThat(registered.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(registered.out()).contains("Nothing was registered");
    assertThat(texts(ok(where, "ls").get("subjects"), "subject")).doesNotContain("another-value");
  }

  @ParameterizedTest
  @EnumSource
  void a_change_of_two_files_is_judged_as_a_whole(Where where) throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    // Each alone would do; but what the order needs is not what it was.
    write(
        "schemas/z-customer.avsc",
        CUSTOMER.replace(
            "}]}", "}, {\"name\": \"vat\", \"type\": \"string\", \"default\": \"\"}]}"));

    JsonNode files = ok(where, "check", "schemas").get("files");
    JsonNode registered = ok(where, "register", "schemas").get("registered");

    assertThat(texts(files, "status")).containsExactly("compatible", "compatible");
    assertThat(texts(registered, "version")).containsExactly("2", "2");
    assertThat(ok(where, "show", "orders-value").at("/references/0/version").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void a_diff_says_what_changed_by_path_and_who_breaks(Where where) throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    write("order.avsc", ORDER_WITH_DUTY);

    JsonNode diff = ok(where, "diff", "orders-value@1", "order.avsc");

    assertThat(diff.at("/changes/0/path").asText()).isEqualTo("shop.Order.duty");
    assertThat(diff.at("/changes/0/kind").asText()).isEqualTo("added");
    assertThat(diff.get("changes")).hasSize(1);
    assertThat(diff.get("new_readers_can_read").asBoolean(true)).isFalse();
    assertThat(diff.get("old_readers_can_read").asBoolean(false)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void what_is_exported_is_imported_with_its_ids_and_exported_again_as_the_same_bytes(Where where)
      throws IOException {
    // Ids of the other registry do not begin where this one's would.
    write("gone.avsc", "\"bytes\"");
    ok(where, "register", "gone.avsc");
    ok(where, "delete", "gone");
    ok(where, "delete", "gone", "--permanent", "--yes");
    writeShop(ORDER);
    ok(where, "register", "schemas");
    writeShop(ORDER_WITH_NOTE);
    ok(where, "register", "schemas");
    ok(where, "delete", "orders-value@1", "--reason", "a test");
    ok(where, "export", "backup");

    JsonNode dry = ok(other(where), "import", "backup", "--dry-run");
    JsonNode first = ok(other(where), "import", "backup");
    List<String> modes = texts(ok(other(where), "ls").get("subjects"), "mode");
    JsonNode second = ok(other(where), "import", "backup");
    ok(other(where), "export", "again");

    assertThat(dry.get("missing").asInt()).isEqualTo(3);
    assertThat(first.get("imported").asInt()).isEqualTo(3);
    assertThat(second.get("imported").asInt()).isZero();
    assertThat(second.get("present").asInt()).isEqualTo(3);
    assertThat(tree("again")).isEqualTo(tree("backup"));
    assertThat(tree("backup")).anySatisfy(file -> assertThat(file).contains("\"deleted\" : true"));
    assertThat(modes).as("modes behind the import").containsOnly("");
    assertThat(ok(other(where), "ls").at("/subjects/0/id").asInt()).isGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_context_says_comes_along(Where where) throws IOException {
    write("one.avsc", "\"bytes\"");
    ok(where, "register", "one.avsc", "--subject", ":.team:one");
    ok(where, "config", ":.team:", "--compatibility", "FULL");
    ok(where, "export", "backup");

    ok(other(where), "import", "backup");

    JsonNode there = ok(other(where), "config", ":.team:one");
    assertThat(there.at("/settings/compatibilityLevel").asText()).isEqualTo("FULL");
    assertThat(there.get("own")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void files_of_all_languages_find_what_they_need_and_come_along(Where where) throws IOException {
    String offer =
        "syntax = \"proto3\";\n"
            + "package shop;\n"
            + "import \"proto/price.proto\";\n"
            + "message Offer {\n"
            + "  Price price = 1;\n"
            + "}\n";
    write("schemas/proto/offer.proto", offer);
    write(
        "schemas/proto/price.proto",
        "syntax = \"proto3\";\npackage shop;\nmessage Price { double amount = 1; }\n");
    write(
        "schemas/json/visit.schema.json",
        """
        {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
         "properties": {"who": {"$ref": "who.json"}}}
        """);
    write(
        "schemas/json/who.json",
        """
        {"$schema": "http://json-schema.org/draft-07/schema#", "type": "string"}
        """);
    write("schemas/package.json", "{\"name\": \"no schema\"}");

    JsonNode registered = ok(where, "register", "schemas").get("registered");
    JsonNode checked = ok(where, "check", "schemas").get("files");
    ok(where, "export", "backup");
    ok(other(where), "import", "backup");
    JsonNode again = ok(other(where), "import", "backup");
    write("schemas/proto/offer.proto", offer.replace("Price price = 1", "string price = 1"));
    Invocation broken = run(where, "check", "schemas");
    JsonNode diff = ok(where, "diff", "offer", "schemas/proto/offer.proto");

    assertThat(texts(registered, "subject"))
        .containsExactly("who", "visit", "proto/price.proto", "offer");
    assertThat(texts(checked, "status")).containsOnly("registered");
    assertThat(again.get("present").asInt()).isEqualTo(4);
    assertThat(broken.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(broken.out()).contains("FAIL schemas/proto/offer.proto");
    assertThat(diff.at("/changes/0/path").asText()).isEqualTo("shop.Offer.1");
    assertThat(diff.at("/changes/0/before").asText()).isEqualTo("shop.Price price");
    assertThat(diff.at("/changes/0/after").asText()).isEqualTo("string price");
  }

  @ParameterizedTest
  @EnumSource
  void what_protobufs_import_is_of_the_subject_that_serializers_register(Where where)
      throws IOException {
    write(
        "schemas/money.proto",
        "syntax = \"proto3\";\npackage a;\nmessage Money { int64 n = 1; }\n");
    write(
        "schemas/b/money.proto",
        "syntax = \"proto3\";\npackage b;\nmessage Cent { int64 n = 1; }\n");
    write(
        "schemas/orders-value.proto",
        """
        syntax = "proto3";
        import "b/money.proto";
        message Order { b.Cent price = 1; }
        """);
    write(
        "schemas/visits-value.proto",
        """
        syntax = "proto3";
        import "b/money.proto";
        import "orders-value.proto";
        message Visit { b.Cent paid = 1; Order order = 2; }
        """);

    JsonNode registered = ok(where, "register", "schemas").get("registered");

    // One file has a base name of its own; a topic's is its own whoever imports it.
    assertThat(texts(registered, "subject"))
        .containsExactlyInAnyOrder("b/money.proto", "money", "orders-value", "visits-value");
    JsonNode needs = ok(where, "show", "visits-value").get("references");
    assertThat(texts(needs, "subject")).containsExactlyInAnyOrder("b/money.proto", "orders-value");
    assertThat(texts(needs, "name"))
        .containsExactlyInAnyOrder("b/money.proto", "orders-value.proto");
  }

  @ParameterizedTest
  @EnumSource
  void an_import_that_would_change_what_an_id_means_writes_nothing(Where where) throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    ok(where, "export", "backup");
    write("mine.avsc", "\"string\"");
    ok(other(where), "register", "mine.avsc"); // gets id 1 there

    Invocation imported = run(other(where), "import", "backup");

    assertThat(imported.code()).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(imported.out()).contains("Nothing was imported").contains("id 1");
    assertThat(texts(ok(other(where), "ls").get("subjects"), "subject")).containsExactly("mine");
  }

  @ParameterizedTest
  @EnumSource
  void an_id_of_what_was_deleted_for_good_is_given_to_nothing_else_by_an_import(Where where)
      throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    ok(where, "export", "backup");
    // The order came second there; here another schema did.
    write("first.avsc", "\"string\"");
    write("gone.avsc", "\"bytes\"");
    for (String name : List.of("first", "gone")) {
      ok(other(where), "register", name + ".avsc");
    }
    for (String name : List.of("first", "gone")) {
      ok(other(where), "delete", name);
      ok(other(where), "delete", name, "--permanent", "--yes");
    }

    Invocation imported = run(other(where), "import", "backup");

    boolean foreseen = other(where) == Where.OWN;
    assertThat(imported.code())
        .isEqualTo((foreseen ? ExitCode.CONFLICT : ExitCode.FAILED).number());
    assertThat(imported.out() + imported.err())
        .contains(foreseen ? "which another schema had here that was deleted for good" : "id 1");
    assertThat(ok(other(where), "ls").get("subjects")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void subjects_that_a_killed_import_left_open_are_closed_by_the_next(Where where)
      throws IOException {
    writeShop(ORDER);
    ok(where, "register", "schemas");
    ok(where, "export", "backup");
    ok(other(where), "import", "backup");
    ok(other(where), "config", "orders-value", "--mode", "IMPORT", "--force");
    assertThat(ok(other(where), "ls").at("/subjects/0/mode").asText()).isEqualTo("IMPORT");

    ok(other(where), "import", "backup");

    assertThat(texts(ok(other(where), "ls").get("subjects"), "mode")).containsOnly("");
  }

  @ParameterizedTest
  @EnumSource
  void a_mapping_says_whose_a_file_is_what_it_needs_and_how_it_is_judged(Where where)
      throws IOException {
    write("schemas/c.avsc", CUSTOMER);
    write("schemas/o.avsc", ORDER);
    write(
        "schemas/schemas.yaml",
        """
        subjects:
          orders-value:
            file: o.avsc
            compatibility: FULL
            references:
              - {name: shop.Customer, subject: customers-value}
          customers-value: c.avsc
        """);
    ok(where, "register", "schemas");
    write("schemas/o.avsc", ORDER_WITH_DUTY.replace("\"int\"", "\"int\", \"default\": 0"));
    JsonNode full = ok(where, "check", "schemas/schemas.yaml").get("files");

    write("schemas/schemas.yaml", "subjects:\n  orders-value: {fil: o.avsc}\n");
    Invocation wrong = run(where, "check", "schemas");

    assertThat(texts(full, "level")).contains("FULL");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(wrong.err()).contains("schemas/schemas.yaml:2").contains("Did you mean 'file'?");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_not_there_is_told_apart_from_what_is_no_version(Where where) throws IOException {
    write("order.avsc", "\"string\"");
    ok(where, "register", "order.avsc");

    assertThat(run(where, "show", "nobody").err()).contains("no subject nobody", "same --registry");
    assertThat(run(where, "show", "order@2").err()).contains("no such version of order", "[1]");
    for (String wrong : List.of("order@x", "order@0", "order@-1", "order@")) {
      Invocation shown = run(where, "show", wrong);
      assertThat(shown.code()).as(wrong).isEqualTo(ExitCode.USAGE.number());
      assertThat(shown.err()).contains(wrong + ": expected the number of a version");
    }
  }

  @ParameterizedTest
  @EnumSource
  void files_in_a_circle_are_refused_by_name(Where where) throws IOException {
    write("schemas/a.avsc", record("A", "B"));
    write("schemas/b.avsc", record("B", "A"));

    Invocation checked = run(where, "check", "schemas");

    assertThat(checked.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(checked.err()).contains("a.avsc needs").contains("in a circle");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_no_schema_or_needs_what_nobody_has_is_told_with_its_file(Where where)
      throws IOException {
    write("schemas/a.avsc", "{\"type\": \"recor\"");
    write("schemas/b.avsc", record("B", "Nowhere"));

    Invocation checked = run(where, "check", "schemas", "-o", "json");

    assertThat(checked.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(texts(checked.json().get("files"), "status")).containsExactly("invalid", "invalid");
    assertThat(checked.json().at("/files/1/error").asText()).contains("Nowhere");
  }

  @Test
  void the_registry_of_the_project_file_is_meant_unless_another_is_named() throws IOException {
    write("order.avsc", "\"string\"");
    write("sluice.yaml", "registry: {url: \"${env:REGISTRY}\"}\n");
    Map<String, String> environment = Map.of("REGISTRY", server.url().toString());

    Invocation registered =
        Invocation.in(folder, environment, "schema", "register", "order.avsc", "-o", "json");
    Invocation own =
        Invocation.in(
            folder,
            environment,
            "schema",
            "register",
            "order.avsc",
            "--subject",
            "mine",
            "--state",
            "own");
    Invocation named =
        Invocation.in(folder, environment, "schema", "ls", "--state", "own", "-o", "json");

    assertThat(registered.code()).as(registered.out() + registered.err()).isZero();
    assertThat(texts(ok(Where.SERVED, "ls").get("subjects"), "subject")).containsExactly("order");
    assertThat(own.code()).as(own.out() + own.err()).isZero();
    assertThat(texts(named.json().get("subjects"), "subject")).containsExactly("mine");
  }

  @Test
  void a_state_folder_that_is_not_there_was_meant_otherwise() {
    Invocation asked = Invocation.in(folder, "schema", "ls", "--state", "typo");

    assertThat(asked.code()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(asked.err()).contains("--state typo").contains("no state in it");
    assertThat(folder.resolve("typo")).doesNotExist();
  }

  @Test
  void what_does_not_answer_or_is_no_registry_is_told_with_its_address() throws IOException {
    write("user.properties", "basic.auth.user.info=ada:hidden-word\n");

    Invocation nobody =
        Invocation.in(
            folder,
            "schema",
            "ls",
            "--registry",
            "http://127.0.0.1:1",
            "--registry-config",
            "user.properties");
    Invocation elsewhere =
        Invocation.in(folder, "schema", "ls", "--registry", server.url() + "/nowhere");

    assertThat(nobody.code()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(nobody.err()).contains("127.0.0.1:1").doesNotContain("hidden-word");
    assertThat(elsewhere.code()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(elsewhere.err()).contains("Is it the address of a registry's API?");
  }

  private static String record(String name, String needed) {
    return """
    {"type": "record", "name": "%s", "fields": [{"name": "f", "type": "%s"}]}
    """
        .formatted(name, needed);
  }

  private void writeShop(String order) throws IOException {
    // By name the customer comes last, by need first.
    write("schemas/z-customer.avsc", CUSTOMER);
    write("schemas/orders-value.avsc", order);
  }

  private List<String> tree(String name) throws IOException {
    Path root = folder.resolve(name);
    try (var files = Files.walk(root)) {
      List<String> contents = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        contents.add(root.relativize(file) + "\n" + Files.readString(file));
      }
      return contents;
    }
  }
}
