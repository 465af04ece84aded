package io.sluice.project.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.project.Project;
import io.sluice.project.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** By events alone: a look from time to time would come too late for every test. */
  private static final FolderWatch.Pace BY_EVENTS =
      new FolderWatch.Pace(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofHours(1));

  @TempDir private Path top;
  private final AtomicInteger told = new AtomicInteger();
  private volatile List<String> seen = List.of("nothing was told yet");
  private Path folder;
  private Project project;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(top.resolve("project"));
    project = Projects.in(folder);
  }

  @AfterEach
  void close() {
    project.close();
  }

  @Test
  void a_new_a_changed_and_a_removed_file_are_told() throws IOException {
    try (FolderWatch watch = watch(BY_EVENTS)) {
      write("one.yaml", "one");
      awaitNames("one");
      write("one.yaml", "uno");
      awaitNames("uno");
      Files.delete(folder.resolve("one.yaml"));
      awaitNames();
    }
  }

  @Test
  void a_file_that_is_moved_into_the_place_of_another_is_told() throws IOException {
    write("one.yaml", "one");
    try (FolderWatch watch = watch(BY_EVENTS)) {
      Path fresh = top.resolve("fresh");
      Files.writeString(fresh, FolderReaderTest.pipeline("two"));
      Files.move(
          fresh,
          folder.resolve("one.yaml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      awaitNames("two");
    }
  }

  @Test
  void files_in_folders_that_come_later_are_told() throws IOException {
    try (FolderWatch watch = watch(BY_EVENTS)) {
      write("team/deep/one.yaml", "one");
      awaitNames("one");
      write("team/deep/two.yaml", "two");
      awaitNames("one", "two");
    }
  }

  @Test
  void a_subfolder_that_is_removed_and_made_again_is_watched_again() throws IOException {
    write("team/one.yaml", "one");
    try (FolderWatch watch = watch(BY_EVENTS)) {
      Files.delete(folder.resolve("team/one.yaml"));
      Files.delete(folder.resolve("team"));
      awaitNames();
      write("team/one.yaml", "two");
      awaitNames("two");
      write("team/one.yaml", "three");
      awaitNames("three");
    }
  }

  @Test
  void the_folder_itself_may_be_removed_and_made_again() throws IOException {
    write("one.yaml", "one");
    FolderReader reader = new FolderReader(project, Clock.systemUTC());
    try (FolderWatch watch = watch(BY_EVENTS)) {
      Files.delete(folder.resolve("one.yaml"));
      Files.delete(folder);
      await().atMost(SOON).until(() -> told.get() > 0 && !reader.read().unread().isEmpty());
      Files.createDirectory(folder);
      write("one.yaml", "two");
      awaitNames("two");
      write("one.yaml", "three");
      awaitNames("three");
    }
  }

  /** As Kubernetes puts a config map there: links to a link that is swapped for another. */
  @Test
  void a_link_that_all_files_lead_through_may_be_swapped() throws IOException {
    Files.createDirectory(folder.resolve("..2026_01"));
    write("..2026_01/one.yaml", "one");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01"));
    Files.createSymbolicLink(folder.resolve("one.yaml"), Path.of("..data/one.yaml"));
    assertThat(names()).containsExactly("one");
    try (FolderWatch watch = watch(BY_EVENTS)) {
      Files.createDirectory(folder.resolve("..2026_02"));
      write("..2026_02/one.yaml", "two");
      Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_02"));
      Files.move(
          folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      awaitNames("two");
    }
  }

  /** As a checkout beside a project puts it there: the folder is a link that is swapped. */
  @Test
  void the_folder_may_be_a_link_that_is_swapped() throws IOException {
    Files.delete(folder);
    Path first = Files.createDirectory(top.resolve("first"));
    Path second = Files.createDirectory(top.resolve("second"));
    Files.writeString(first.resolve("one.yaml"), FolderReaderTest.pipeline("one"));
    Files.writeString(second.resolve("one.yaml"), FolderReaderTest.pipeline("two"));
    Files.createSymbolicLink(folder, first);
    assertThat(names()).containsExactly("one");
    try (FolderWatch watch = watch(BY_EVENTS)) {
      Files.createSymbolicLink(top.resolve("next"), second);
      Files.move(top.resolve("next"), folder, StandardCopyOption.ATOMIC_MOVE);
      awaitNames("two");
      Files.writeString(second.resolve("one.yaml"), FolderReaderTest.pipeline("three"));
      awaitNames("three");
    }
  }

  @Test
  void what_no_event_tells_is_seen_by_looking() throws IOException {
    Path elsewhere = top.resolve("elsewhere.yaml");
    Files.writeString(elsewhere, FolderReaderTest.pipeline("one"));
    Files.createSymbolicLink(folder.resolve("one.yaml"), elsewhere);
    FolderWatch.Pace looking =
        new FolderWatch.Pace(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMillis(200));
    try (FolderWatch watch = watch(looking)) {
      Files.writeString(elsewhere, FolderReaderTest.pipeline("another"));
      awaitNames("another");
    }
  }

  @Test
  void many_files_that_come_one_after_the_other_are_told_once_when_they_hold_still()
      throws IOException {
    FolderWatch.Pace patient =
        new FolderWatch.Pace(Duration.ofSeconds(3), Duration.ofHours(1), Duration.ofHours(1));
    try (FolderWatch watch = watch(patient)) {
      for (int i = 0; i < 100; i++) {
        write("p" + i + ".yaml", "p" + i);
      }
      await().atMost(SOON).until(() -> told.get() > 0);
      assertThat(seen).hasSize(100);
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void a_listener_that_fails_is_told_of_the_next_change() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    try (FolderWatch watch =
        FolderWatch.start(
            folder,
            BY_EVENTS,
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
              }
            })) {
      write("one.yaml", "one");
      await().atMost(SOON).until(() -> calls.get() == 1);
      write("two.yaml", "two");
      await().atMost(SOON).until(() -> calls.get() >= 2);
    }
  }

  @Test
  void nothing_is_told_after_the_end() throws IOException {
    FolderWatch watch = watch(BY_EVENTS);
    write("one.yaml", "one");
    await().atMost(SOON).until(() -> told.get() > 0);
    watch.close();
    int before = told.get();
    write("two.yaml", "two");
    try (FolderWatch other = watch(BY_EVENTS)) {
      write("three.yaml", "three");
      await().atMost(SOON).until(() -> told.get() > before);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("sluice-folder"));
  }

  private FolderWatch watch(FolderWatch.Pace pace) {
    return FolderWatch.start(
        folder,
        pace,
        () -> {
          seen = names();
          told.incrementAndGet();
        });
  }

  /** Who read when it was told has read these in the end. */
  private void awaitNames(String... expected) {
    await().atMost(SOON).untilAsserted(() -> assertThat(seen).containsExactly(expected));
  }

  private List<String> names() {
    return new FolderReader(project, Clock.systemUTC())
        .read().pipelines().stream().map(PipelineFile::name).toList();
  }

  private void write(String name, String pipeline) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, FolderReaderTest.pipeline(pipeline));
  }
}
