package io.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sluice.server.api.openapi.Description;
import io.sluice.server.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "openapi.json");

  /** The schema of the OpenAPI Initiative for documents of 3.1, in a library for reading them. */
  private static final String SCHEMA = "/openapi/3.1/schema/2025-09-15";

  @TempDir private static Path home;
  private static ServedApi api;
  private static JsonNode document;

  @BeforeAll
  static void ask() {
    api = new ServedApi(home);
    document = api.get("", "/api/v1/openapi.json").json();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  @Test
  void it_is_one_of_OpenAPI() throws IOException {
    try (InputStream schema = DescriptionTest.class.getResourceAsStream(SCHEMA)) {
      String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(text)
                  .validate(document.toString(), InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void whatever_it_refers_to_is_in_it() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  @Test
  void operations_have_names_of_their_own_and_say_what_they_do() {
    List<String> names =
        api.routes.stream().map(Route::name).filter(name -> !name.isEmpty()).toList();

    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(api.routes);
    assertThat(api.routes).allSatisfy(route -> assertThat(route.summary()).isNotBlank());
  }

  @Test
  void every_field_of_a_document_that_is_not_plain_says_what_it_means() {
    assertThat(document.at("/components/schemas"))
        .allSatisfy(
            schema -> assertThat(schema.path("description").asText()).as(schema + "").isNotBlank());
  }

  @Test
  void it_says_which_software_it_is_of() {
    assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3");
  }

  /** To renew the file: mvn -pl server -am test -Dtest=DescriptionTest -Dsluice.renew=true. */
  @Test
  void what_is_served_is_made_of_the_routes() throws IOException {
    String current = Description.of(api.routes, "0.1.0").toPrettyString() + "\n";
    if (Boolean.getBoolean("sluice.renew")) {
      Files.writeString(REFERENCE, current);
    }
    assertThat(REFERENCE)
        .as("renew it with -Dsluice.renew=true, see DescriptionTest")
        .content()
        .isEqualTo(current);
  }
}
