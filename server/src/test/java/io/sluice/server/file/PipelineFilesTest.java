package io.sluice.server.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.project.Project;
import io.sluice.server.Projects;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is written of which the audit log has nothing; files are written beside each other. */
@Timeout(60)
class PipelineFilesTest {
  private static final Identity ANN = new Identity("ann", Map.of("*", Role.EDITOR));
  private static final String TEXT = "name: shop\n";

  @TempDir private Path folder;

  private PipelineFiles files(StateDatabase state) {
    return new PipelineFiles(
        folder,
        (file, text) -> new Judged(Optional.of("shop"), List.of()),
        PipelineFilesTest::saysNothing,
        state.audit());
  }

  private static SaidSettings saysNothing(Path file, String text) {
    return new SaidSettings(Optional.empty(), Set.of());
  }

  private StateDatabase state() {
    return StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC());
  }

  @Test
  void a_file_is_not_made_where_the_state_does_not_answer() {
    StateDatabase state = state();
    PipelineFiles files = files(state);
    state.close();

    assertThatThrownBy(() -> files.create(ANN, NewFile.of("shop.yaml"), name -> false, TEXT, "why"))
        .isInstanceOf(RuntimeException.class);

    assertThat(folder.resolve("shop.yaml")).doesNotExist();
  }

  @Test
  void a_file_that_could_not_be_made_is_told_as_such() throws IOException {
    Files.writeString(folder.resolve("team"), "a file where a folder is needed");
    try (StateDatabase state = state()) {
      assertThatThrownBy(
              () ->
                  files(state)
                      .create(ANN, NewFile.of("team/shop.yaml"), name -> false, TEXT, "why"))
          .isInstanceOf(Refusal.class);

      assertThat(state.audit().list("", 10))
          .extracting(Audit.Entry::action)
          .containsExactly("file.create.failed", "file.create");
    }
  }

  @Test
  void a_file_gets_another_name_only_where_the_pipeline_has_none_of_its_own() throws IOException {
    Path own = Files.writeString(folder.resolve("orders.yaml"), "name: orders\n");
    Path refused = Files.writeString(folder.resolve("orders@team.yaml"), "name: orders\n");
    try (StateDatabase state = state()) {
      PipelineFiles files = files(state);

      assertThatThrownBy(() -> files.write(ANN, named("orders"), tag -> {}, TEXT, "renamed"))
          .isInstanceOfSatisfying(
              InvalidFileException.class,
              wrong -> assertThat(wrong.problems().toString()).contains("file of pipeline orders"));

      files.write(ANN, named("orders@team"), tag -> {}, TEXT, "renamed");

      assertThat(own).hasContent("name: orders\n");
      assertThat(refused).hasContent(TEXT);
    }
  }

  private static PipelineView named(String name) {
    Views views = new Views();
    views.name = name;
    return views.make();
  }

  @Test
  void a_plugin_that_hangs_over_one_file_keeps_nobody_from_another() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    try (Project project = Projects.in(folder)) {
      PipelineFiles files =
          new PipelineFiles(
              folder,
              (file, text) -> {
                if (text.contains("slow")) {
                  asked.countDown();
                  waitFor(let);
                }
                return new Judged(Optional.of(text.strip()), List.of());
              },
              PipelineFilesTest::saysNothing,
              project.state().audit());
      Thread slow = new Thread(() -> create(files, "slow"));
      slow.start();
      try {
        assertThat(asked.await(40, TimeUnit.SECONDS)).isTrue();

        create(files, "fast");

        assertThat(folder.resolve("fast.yaml")).hasContent("fast");
        assertThat(folder.resolve("slow.yaml")).doesNotExist();
      } finally {
        let.countDown();
        slow.join();
      }
      assertThat(folder.resolve("slow.yaml")).hasContent("slow");
    }
  }

  private static void create(PipelineFiles files, String name) {
    files.create(ANN, NewFile.of(name + ".yaml"), taken -> false, name, "");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
