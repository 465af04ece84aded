package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept under the name of a pipeline that is gone is not for another namespace. */
class KeptNamesTest {
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
  void a_name_stays_with_its_namespace_when_its_file_goes_until_somebody_releases_it() {
    farm.write("billing/orders.yaml", farm.lines("orders", ""));
    farm.feed("orders", "a");
    farm.start();
    farm.awaitOut("orders", "a");
    farm.awaitQuiet("orders");
    farm.delete("billing/orders.yaml");
    farm.fleet.follow();

    farm.write("shop/orders.yaml", farm.lines("orders", ""));
    farm.restart();
    farm.fleet.follow();

    assertThat(farm.fleet.named("orders")).as("what is kept is no namespace's to see").isEmpty();
    PipelineView refused = farm.view("orders@shop");
    assertThat(refused.state()).isEqualTo(PipelineState.INVALID);
    assertThat(refused.namespace()).as("who is let in").isEqualTo("shop");
    assertThat(refused.file()).isEqualTo(Path.of("shop/orders.yaml"));
    assertThat(refused.problems().toString())
        .contains("shop/orders.yaml", "expected a name of its own", "'billing'");
    assertThat(farm.fleet.isKept("orders", "shop")).isTrue();
    assertThat(farm.fleet.isKept("orders", "billing")).isFalse();

    farm.fleet.releaseName(Farm.ALICE, "orders", "handed over");
    farm.fleet.follow();

    farm.await("orders", PipelineState.RUNNING);
    assertThat(farm.view("orders").namespace()).isEqualTo("shop");
    assertThat(farm.fleet.named("orders@shop")).isEmpty();
    assertThat(farm.audit("orders"))
        .filteredOn(entry -> entry.action().equals("pipeline.release_name"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.before()).isEqualTo("{\"namespace\":\"billing\"}"))
        .satisfies(entry -> assertThat(entry.reason()).isEqualTo("handed over"));
    assertThatThrownBy(() -> farm.fleet.releaseName(Farm.ALICE, "orders", ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("has a pipeline orders");
  }

  @Test
  void a_file_that_is_moved_takes_its_name_along() {
    farm.write("billing/orders.yaml", farm.lines("orders", ""));
    farm.start();
    farm.await("orders", PipelineState.RUNNING);

    farm.write("shop/orders.yaml", farm.lines("orders", ""));
    farm.delete("billing/orders.yaml");
    farm.fleet.follow();

    farm.await("orders", PipelineState.RUNNING);
    assertThat(farm.fleet.isKept("orders", "shop")).isFalse();
    assertThat(farm.fleet.isKept("orders", "billing")).isTrue();
  }
}
