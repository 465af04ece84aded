package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.secret.Secrets;
import io.sluice.state.lease.LeaseTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLocationTest {
  private static final String SERVER = "jdbc:postgresql://db1:5433/sluice";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<UnaryOperator<String>> redactions = new ArrayList<>();

  @Test
  void without_a_word_it_is_in_the_folder() {
    StateLocation location = find();

    assertThat(location.server()).isEmpty();
    assertThat(location.exists()).isFalse();
    location.open(Clock.systemUTC()).close();
    assertThat(location.exists()).isTrue();
    assertThat(location).hasToString(folder.resolve(".sluice").toString());
  }

  @Test
  void the_project_file_says_a_server_with_references_resolved() throws IOException {
    environment.put("DB_PASSWORD", "s3cr3t-word");
    project(
        "state: {url: '" + SERVER + "', user: anna, password: '${env:DB_PASSWORD}', lease: 30s}");

    StateLocation location = find();

    assertThat(location.server().orElseThrow().url()).isEqualTo(SERVER);
    assertThat(location.server().orElseThrow().user()).isEqualTo("anna");
    assertThat(location.server().orElseThrow().password()).isEqualTo("s3cr3t-word");
    assertThat(location.terms()).isEqualTo(LeaseTerms.of(Duration.ofSeconds(30)));
    assertThat(location).hasToString("PostgreSQL at db1:5433/sluice");
    assertThat(location.exists()).isTrue();
  }

  @Test
  void the_environment_wins_over_the_project_file_and_is_not_shown() throws IOException {
    project("state: {url: '" + SERVER + "'}");
    String url = "jdbc:postgresql://db2/other?user=otto&password=s3cr3t-word";
    environment.put("SLUICE_STATE_URL", url);

    StateLocation location = find();

    assertThat(location).hasToString("PostgreSQL at db2:5432/other");
    String shown = "cannot open " + url;
    for (UnaryOperator<String> redaction : redactions) {
      shown = redaction.apply(shown);
    }
    assertThat(shown).isEqualTo("cannot open PostgreSQL at db2:5432/other");
  }

  @Test
  void what_is_no_server_is_refused_where_it_is_said_and_not_quoted() throws IOException {
    environment.put("SLUICE_STATE_URL", "jdbc:mysql://u:s3cr3t-word@x/y");
    assertThatThrownBy(this::find)
        .isInstanceOfSatisfying(
            ProjectException.class,
            e -> assertThat(e.kind()).isEqualTo(ProjectException.Kind.USAGE))
        .hasMessageContaining("SLUICE_STATE_URL: expected jdbc:postgresql://")
        .hasMessageNotContaining("s3cr3t-word");

    environment.clear();
    environment.put("URL", "jdbc:mysql://u:s3cr3t-word@x/y");
    project("name: shop\nstate: {url: '${env:URL}'}");
    assertThatThrownBy(this::find)
        .isInstanceOf(ProjectException.class)
        .hasMessageContaining("sluice.yaml:2:")
        .hasMessageNotContaining("s3cr3t-word");
  }

  private void project(String text) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), text + "\n");
  }

  private StateLocation find() {
    Host host =
        new Host(environment, folder, folder, Clock.systemUTC(), redactions::add, notice -> {});
    Secrets secrets = new Secrets(environment, name -> Optional.empty());
    return StateLocation.find(host, folder, folder.resolve(".sluice"), () -> secrets);
  }
}
