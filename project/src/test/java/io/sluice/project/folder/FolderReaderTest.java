package io.sluice.project.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.project.Project;
import io.sluice.project.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
  /** Long after all files were written, so that none of them is doubtful. */
  private static final Clock LATER =
      Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void open() {
    project = Projects.in(folder);
  }

  @AfterEach
  void close() {
    project.close();
  }

  @Test
  void every_pipeline_below_the_folder_is_read_with_its_namespace() throws IOException {
    write("orders.yaml", pipeline("orders"));
    write("billing/invoices.yml", pipeline("invoices"));
    write("billing/deep/down/credits.yaml", pipeline("credits"));
    FolderContent content = read();
    assertThat(content.pipelines())
        .extracting(PipelineFile::name, PipelineFile::namespace, f -> f.relative().toString())
        .containsExactly(
            tuple("credits", "billing", "billing/deep/down/credits.yaml"),
            tuple("invoices", "billing", "billing/invoices.yml"),
            tuple("orders", "default", "orders.yaml"));
    assertThat(content.pipelines()).allMatch(PipelineFile::isSound);
    assertThat(content.unread()).isEmpty();
    assertThat(content.problems()).isEmpty();
  }

  @Test
  void what_is_hidden_and_what_is_no_pipeline_is_left_alone() throws IOException {
    write("orders.yaml", pipeline("orders"));
    write(".sluice/kept.yaml", pipeline("kept"));
    write(".git/some.yaml", pipeline("some"));
    write(".#orders.yaml", pipeline("lock-of-an-editor"));
    write("compose.yaml", "services: {db: {image: postgres}}\n");
    write("broken-but-no-pipeline.yaml", "a: [\n");
    write("notes.txt", pipeline("notes"));
    write("sluice.yaml", "name: shop\n");
    FolderContent content = read();
    assertThat(content.pipelines()).extracting(PipelineFile::name).containsExactly("orders");
    assertThat(content.problems()).isEmpty();
    assertThat(content.settings().name()).contains("shop");
  }

  @Test
  void a_file_that_is_wrong_is_told_with_its_line_and_stops_no_other() throws IOException {
    write("bad.yaml", "name: bad\nsource: 7\nsinks: []\n");
    write("good.yaml", pipeline("good"));
    write("torn.yaml", "name: torn\nsource: {connector: postgres\nsinks:\n");
    FolderContent content = read();
    assertThat(content.pipelines())
        .extracting(PipelineFile::name, PipelineFile::isSound)
        .containsExactly(tuple("bad", false), tuple("good", true), tuple("torn", false));
    Problem first = content.pipelines().get(0).read().problems().get(0);
    assertThat(first.place().file()).isEqualTo(Path.of("bad.yaml"));
    assertThat(first.place().line()).isEqualTo(2);
  }

  @Test
  void two_files_with_one_name_are_both_told_of_the_other() throws IOException {
    write("a/one.yaml", pipeline("orders"));
    write("b/two.yaml", "# a comment\n" + pipeline("orders"));
    write("c.yaml", pipeline("other"));
    List<PipelineFile> files = read().pipelines();
    assertThat(files.get(0).isSound()).isFalse();
    assertThat(files.get(0).read().pipeline()).isEmpty();
    assertThat(files.get(0).read().problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString()).startsWith("a/one.yaml:1:1 name: ").contains("b/two.yaml");
            });
    assertThat(files.get(1).read().problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString()).startsWith("b/two.yaml:2:1 name: ").contains("a/one.yaml");
            });
    assertThat(files.get(2).isSound()).isTrue();
  }

  @Test
  void two_pipelines_that_would_have_one_connector_on_kafka_are_both_told_of_the_other()
      throws IOException {
    write("a/one.yaml", onKafka("shop", "eu-table"));
    write("b/two.yaml", "# a comment\n" + onKafka("shop-eu", "table"));
    write("c/three.yaml", onKafka("shop-eu-table", "other"));
    write("d.yaml", onKafka("shop-us", "table"));
    write("e.yaml", pipeline("shop-us-table"));
    List<PipelineFile> files = read().pipelines();

    assertThat(files)
        .extracting(PipelineFile::name, PipelineFile::isSound)
        .containsExactly(
            tuple("shop", false),
            tuple("shop-eu", false),
            tuple("shop-eu-table", false),
            tuple("shop-us", true),
            tuple("shop-us-table", true));
    assertThat(files.get(0).read().onKafka()).isEmpty();
    assertThat(files.get(0).read().problems())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.toString())
                    .startsWith("a/one.yaml:4:")
                    .contains("sinks[0].connector")
                    .contains("found shop-eu-table")
                    .contains("shop-eu (b/two.yaml), shop-eu-table (c/three.yaml)"));
    assertThat(files.get(1).read().problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).startsWith("b/two.yaml:5:"));
    assertThat(files.get(2).read().problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).startsWith("c/three.yaml:1:1 name: "));
  }

  private static String onKafka(String name, String sink) {
    return """
    name: %s
    source: {connector: org.apache.kafka.connect.file.FileStreamSourceConnector, config: {topic: t}}
    topic: t
    sinks: [{name: %s, connector: org.apache.kafka.connect.file.FileStreamSinkConnector}]
    """
        .formatted(name, sink);
  }

  @Test
  void a_name_that_is_no_longer_shared_is_good_again() throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    write("one.yaml", pipeline("orders"));
    write("two.yaml", pipeline("orders"));
    assertThat(reader.read().pipelines()).noneMatch(PipelineFile::isSound);
    Files.delete(folder.resolve("two.yaml"));
    assertThat(reader.read().pipelines()).singleElement().matches(PipelineFile::isSound);
  }

  @Test
  void what_did_not_change_is_the_same_object_and_what_did_is_not() throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    write("one.yaml", pipeline("one"));
    write("two.yaml", pipeline("two"));
    FolderContent before = reader.read();
    write("two.yaml", pipeline("two") + "# more\n");
    FolderContent after = reader.read();
    assertThat(after.pipelines().get(0)).isSameAs(before.pipelines().get(0));
    assertThat(after.pipelines().get(1).version())
        .isNotEqualTo(before.pipelines().get(1).version());
    assertThat(after.pipelines().get(1).version())
        .isEqualTo(after.pipelines().get(1).read().pipeline().orElseThrow().version());
  }

  @Test
  void a_change_that_neither_time_nor_size_shows_is_seen_while_the_file_is_new()
      throws IOException {
    FolderReader reader = new FolderReader(project, Clock.systemUTC());
    Path file = write("one.yaml", pipeline("abc"));
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(reader.read().pipelines().get(0).name()).isEqualTo("abc");
    Files.writeString(file, pipeline("xyz"));
    Files.setLastModifiedTime(file, time);
    assertThat(reader.read().pipelines().get(0).name()).isEqualTo("xyz");
  }

  @Test
  void a_file_in_the_place_of_another_is_seen_though_it_is_as_old_and_as_large()
      throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path file = write("one.yaml", pipeline("abc"));
    reader.read();
    Path other = write("other.tmp", pipeline("xyz"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(reader.read().pipelines().get(0).name()).isEqualTo("xyz");
  }

  @Test
  void two_hundred_files_that_did_not_change_are_not_read_again() throws IOException {
    for (int i = 0; i < 200; i++) {
      write("team" + i % 7 + "/p" + i + ".yaml", pipeline("p" + i));
    }
    FolderReader reader = new FolderReader(project, LATER);
    List<PipelineFile> before = reader.read().pipelines();
    List<PipelineFile> after = reader.read().pipelines();
    assertThat(before).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(after.get(i)).isSameAs(before.get(i));
    }
  }

  @Test
  void what_cannot_be_read_is_not_taken_for_removed() throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path file = write("team/one.yaml", pipeline("one"));
    Path sub = file.resolveSibling("");
    List<PipelineFile> before = reader.read().pipelines();
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("---------"));
    try {
      Assumptions.assumeFalse(Files.isReadable(sub), "for this user all can be read");
      FolderContent content = reader.read();
      assertThat(content.unread()).containsExactly(Path.of("team"));
      assertThat(content.pipelines()).isEqualTo(before);
      assertThat(content.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.toString()).startsWith("team:1:1: cannot be read"));
    } finally {
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void a_link_that_leads_nowhere_is_not_taken_for_a_removed_file() throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path target = write(".data/one.yaml", pipeline("one"));
    Files.createSymbolicLink(folder.resolve("one.yaml"), target);
    List<PipelineFile> before = reader.read().pipelines();
    assertThat(before).hasSize(1);
    Files.delete(target);
    FolderContent content = reader.read();
    assertThat(content.unread()).containsExactly(Path.of("one.yaml"));
    assertThat(content.pipelines()).isEqualTo(before);
  }

  @Test
  void a_link_that_leads_nowhere_is_told_at_its_own_path_and_holds_nothing_else()
      throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path gone = write("one.yaml", pipeline("one"));
    write("bad/two.yaml", pipeline("two"));
    Files.createSymbolicLink(folder.resolve("bad/dangling.yaml"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("latest.log"), Path.of("nowhere"));
    assertThat(reader.read().pipelines()).hasSize(2);
    Files.delete(gone);
    FolderContent content = reader.read();
    assertThat(content.pipelines()).extracting(PipelineFile::name).containsExactly("two");
    assertThat(content.unread())
        .containsExactlyInAnyOrder(Path.of("bad/dangling.yaml"), Path.of("latest.log"));
    assertThat(content.problems())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.toString())
                    .startsWith("bad/dangling.yaml:1:1: is a link that leads nowhere"));
  }

  @Test
  void a_folder_that_is_a_link_and_leads_nowhere_for_a_while_keeps_its_pipelines()
      throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path target = write(".data/one.yaml", pipeline("one")).resolveSibling("");
    Files.createSymbolicLink(folder.resolve("team"), Path.of(".data"));
    List<PipelineFile> before = reader.read().pipelines();
    assertThat(before).extracting(f -> f.relative().toString()).containsExactly("team/one.yaml");
    Files.move(target, folder.resolve(".elsewhere"));
    FolderContent content = reader.read();
    assertThat(content.pipelines()).isEqualTo(before);
    assertThat(content.unread()).containsExactly(Path.of("team"));
    assertThat(content.problems().toString()).contains("team:1:1: is a link that leads nowhere");
  }

  @Test
  void a_folder_that_is_gone_takes_no_pipeline_with_it() throws IOException {
    FolderReader reader = new FolderReader(project, LATER);
    Path file = write("one.yaml", pipeline("one"));
    List<PipelineFile> before = reader.read().pipelines();
    Files.delete(file);
    Files.delete(folder);
    FolderContent content = reader.read();
    assertThat(content.unread()).containsExactly(Path.of(""));
    assertThat(content.pipelines()).isEqualTo(before);
    assertThat(content.problems().get(0).message()).startsWith("there is no such folder");
    Files.createDirectory(folder);
    assertThat(reader.read().pipelines()).isEmpty();
  }

  @Test
  void a_folder_that_links_to_itself_is_read_once() throws IOException {
    write("team/one.yaml", pipeline("one"));
    Files.createSymbolicLink(folder.resolve("team/again"), folder);
    FolderContent content = read();
    assertThat(content.pipelines()).singleElement().matches(PipelineFile::isSound);
    assertThat(content.unread()).isEmpty();
  }

  @Test
  void a_wrong_project_file_and_one_below_are_told() throws IOException {
    write("sluice.yaml", "nonsense: [1\n");
    write("team/sluice.yaml", "name: team\n");
    FolderContent content = read();
    assertThat(content.problems())
        .extracting(p -> p.place().file().toString())
        .containsExactlyInAnyOrder("sluice.yaml", "team/sluice.yaml");
    assertThat(content.unread()).isEmpty();
  }

  private FolderContent read() {
    return new FolderReader(project, LATER).read();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  static String pipeline(String name) {
    return "name: "
        + name
        + "\nsource: {connector: FileStreamSource, config: {file: in.txt, topic: lines}}\n"
        + "sinks: [{connector: FileStreamSink, config: {file: out.txt}}]\n";
  }
}
