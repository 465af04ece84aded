package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.folder.Applied;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineView;
import io.sluice.state.storage.Durability;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of pipelines that another one runs is so, or is not said. */
class ElsewhereTest {
  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void open() {
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void what_was_applied_says_what_runs_it_and_what_was_not_kept_says_nothing() {
    apply("direct", Optional.of(farm.lines("direct", "owner: ann@example.com")));
    apply("events", Optional.of(farm.linesOnKafka("events", "")));
    apply("hidden", Optional.empty());
    apply("old", Optional.of("name: old\nsource: 7\n"));

    farm.fleet.standBy("another server runs them");

    assertThat(farm.fleet.all())
        .extracting(PipelineView::name, PipelineView::engine, PipelineView::topics)
        .containsExactly(
            Tuple.tuple("direct", Engine.DIRECT, List.of()),
            Tuple.tuple("events", Engine.KAFKA, List.of("events")),
            Tuple.tuple("hidden", Engine.UNKNOWN, List.of()),
            Tuple.tuple("old", Engine.UNKNOWN, List.of()));
    assertThat(farm.view("direct").owner()).contains("ann@example.com");
    assertThat(farm.view("direct").sinks()).hasSize(1);

    apply("hidden", Optional.of(farm.lines("hidden", "")));
    farm.fleet.standBy("another server runs them");

    assertThat(farm.view("hidden").engine()).isEqualTo(Engine.DIRECT);
  }

  private void apply(String name, Optional<String> text) {
    Applied applied =
        new Applied(
            name,
            Path.of(name + ".yaml"),
            "default",
            text.isPresent() ? "v1" : "v0",
            text,
            Instant.EPOCH,
            "ann");
    farm.project
        .state()
        .write(
            Durability.NOW,
            on -> {
              FleetTables.apply(on, applied);
              return name;
            });
  }
}
