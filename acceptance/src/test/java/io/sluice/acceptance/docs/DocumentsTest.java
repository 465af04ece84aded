package io.sluice.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Distribution;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents say is so. Blocks marked {@code sh test} are run, by bash, in an empty folder
 * that has {@code ./sluice}; blocks marked {@code yaml test} are read as pipeline files; links lead
 * somewhere.
 */
class DocumentsTest {
  private static final int LIMIT_SECONDS = 300;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> every_command_that_is_marked_for_testing_runs() {
    return Document.all().stream()
        .flatMap(
            document ->
                document.blocks("sh test").stream()
                    .map(
                        block ->
                            DynamicTest.dynamicTest(
                                document.name() + ":" + block.line(), () -> runs(block))));
  }

  private void runs(Document.Block block) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(folder, "block");
    Files.createSymbolicLink(home.resolve("sluice"), Distribution.command());
    Path output = home.resolve("output.txt");
    Process bash =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.content())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = bash.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    bash.destroyForcibly();

    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as("ended within %d s\n%s", LIMIT_SECONDS, said).isTrue();
    assertThat(bash.exitValue()).as(said).isZero();
  }

  @TestFactory
  Stream<DynamicTest> every_pipeline_that_is_marked_for_testing_is_without_problems() {
    return Document.all().stream()
        .flatMap(
            document ->
                document.blocks("yaml test").stream()
                    .map(
                        block ->
                            DynamicTest.dynamicTest(
                                document.name() + ":" + block.line(), () -> reads(block))));
  }

  private static void reads(Document.Block block) {
    ReadResult read =
        new PipelineReader()
            .read(Path.of("block.yaml"), block.content().getBytes(StandardCharsets.UTF_8));

    assertThat(read.problems()).isEmpty();
  }

  @Test
  void every_link_leads_to_a_file() {
    Map<String, List<String>> broken = new TreeMap<>();
    for (Document document : Document.all()) {
      List<String> missing =
          document.links().stream()
              .filter(link -> !Files.exists(document.file().getParent().resolve(link)))
              .toList();
      if (!missing.isEmpty()) {
        broken.put(document.name(), missing);
      }
    }

    assertThat(broken).as("links to files that do not exist").isEmpty();
  }

  @Test
  void every_link_to_a_heading_finds_it() {
    List<String> broken = new ArrayList<>();
    int found = 0;
    for (Document document : Document.all()) {
      for (Document.Anchor anchor : document.anchors()) {
        Path file = document.file().resolveSibling(anchor.file());
        Document target = anchor.file().isEmpty() ? document : Document.read(file.normalize());
        found++;
        if (!target.headings().contains(anchor.heading())) {
          broken.add(document.name() + ": " + anchor.file() + "#" + anchor.heading());
        }
      }
    }

    assertThat(found).as("links to headings").isPositive();
    assertThat(broken).as("links to headings that do not exist").isEmpty();
  }
}
