package io.sluice.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code sluice schema config}: levels and modes, of one subject and of all. */
class SchemaConfigCommandTest extends TwoRegistries {
  private static final String ONE =
      """
      {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}
      """;
  private static final String OTHER = ONE.replace("\"a\"", "\"b\"");

  @ParameterizedTest
  @EnumSource
  void a_level_that_is_lowered_lets_the_next_version_in_and_is_taken_back(Where where)
      throws IOException {
    write("one.avsc", ONE);
    write("other.avsc", OTHER);
    ok(where, "register", "one.avsc", "--subject", "s");
    String[] next = {"register", "other.avsc", "--subject", "s"};
    Invocation refused = run(where, next);

    JsonNode lowered = ok(where, "config", "s", "--compatibility", "NONE");
    JsonNode registered = ok(where, next).get("registered");
    JsonNode back = ok(where, "config", "s", "--reset");

    assertThat(refused.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(lowered.at("/settings/compatibilityLevel").asText()).isEqualTo("NONE");
    assertThat(texts(lowered.get("own"))).containsExactly("compatibilityLevel");
    assertThat(registered.at("/0/version").asInt()).isEqualTo(2);
    assertThat(back.at("/settings/compatibilityLevel").asText()).isEqualTo("BACKWARD");
    assertThat(back.get("own")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_is_set_for_all_holds_for_who_says_nothing_and_a_context_comes_first(Where where)
      throws IOException {
    write("one.avsc", ONE);
    for (String subject : new String[] {"plain", "own", ":.team:theirs"}) {
      ok(where, "register", "one.avsc", "--subject", subject);
    }
    ok(where, "config", "--compatibility", "FULL");
    ok(where, "config", ":.team:", "--compatibility", "FORWARD");
    ok(where, "config", "own", "--compatibility", "NONE");

    assertThat(level(where, "plain")).isEqualTo("FULL");
    assertThat(level(where, ":.team:theirs")).isEqualTo("FORWARD");
    assertThat(level(where, "own")).isEqualTo("NONE");
    assertThat(run(where, "config", ":.team:theirs").out()).contains("its context");
    assertThat(run(where, "config", "own").out()).contains("itself").doesNotContain("its context");
    assertThat(ok(where, "show", ":.team:theirs").get("level").asText()).isEqualTo("FORWARD");
    assertThat(run(where, "ls").out()).contains("(FORWARD)", "(FULL)", " NONE");
    assertThat(ok(where, "config").at("/settings/compatibilityLevel").asText()).isEqualTo("FULL");
  }

  @ParameterizedTest
  @EnumSource
  void a_subject_that_may_only_be_read_takes_nothing_until_it_is_opened(Where where)
      throws IOException {
    write("one.avsc", ONE);
    write("other.avsc", OTHER);
    ok(where, "register", "one.avsc", "--subject", "s");
    JsonNode closed = ok(where, "config", "s", "--compatibility", "NONE", "--mode", "READONLY");
    Invocation refused = run(where, "register", "other.avsc", "--subject", "s");
    Invocation level = run(where, "config", "s", "--compatibility", "FULL");

    JsonNode open = ok(where, "config", "s", "--mode", "READWRITE", "--compatibility", "FULL");

    assertThat(closed.at("/settings/mode").asText()).isEqualTo("READONLY");
    assertThat(refused.err()).contains("42205");
    assertThat(level.err()).contains("42205");
    assertThat(open.at("/settings/mode").asText()).isEqualTo("READWRITE");
    assertThat(level(where, "s")).isEqualTo("FULL");
    assertThat(texts(open.get("own"))).containsExactly("compatibilityLevel", "mode");
  }

  @ParameterizedTest
  @EnumSource
  void import_into_what_has_versions_is_for_who_forces_it(Where where) throws IOException {
    write("one.avsc", ONE);
    ok(where, "register", "one.avsc", "--subject", "s");

    Invocation refused = run(where, "config", "s", "--mode", "IMPORT");
    JsonNode forced = ok(where, "config", "s", "--mode", "IMPORT", "--force");

    assertThat(refused.err()).contains("42205");
    assertThat(forced.at("/settings/mode").asText()).isEqualTo("IMPORT");
  }

  @ParameterizedTest
  @EnumSource
  void an_import_brings_settings_and_leaves_none_of_before(Where where) throws IOException {
    write("one.avsc", ONE);
    ok(where, "register", "one.avsc", "--subject", "s");
    ok(where, "config", "s", "--compatibility", "FULL");
    ok(where, "export", "backup");
    ok(other(where), "import", "backup");
    write(
        "backup/subjects/s/subject.json",
        "{\"subject\": \"s\", \"config\": {\"normalize\": true}}");

    ok(other(where), "import", "backup");

    JsonNode settings = ok(other(where), "config", "s");
    assertThat(texts(settings.get("own"))).containsExactly("normalize");
    assertThat(settings.at("/settings/normalize").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void mistakes_are_told(Where where) {
    Invocation level = run(where, "config", "s", "--compatibility", "SOME");
    Invocation reset = run(where, "config", "--reset");
    Invocation nobody = run(where, "config", "typo", "--compatibility", "NONE");

    assertThat(level.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(level.err()).contains("SOME", "BACKWARD_TRANSITIVE");
    assertThat(reset.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(nobody.code()).isZero();
    assertThat(nobody.err()).contains("has no version of typo yet");
  }

  private String level(Where where, String subject) {
    return ok(where, "config", subject).at("/settings/compatibilityLevel").asText();
  }

  private static java.util.List<String> texts(JsonNode list) {
    java.util.List<String> texts = new java.util.ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
