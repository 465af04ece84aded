package io.sluice.connector.postgres.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How long a chunk that does not fit waits for somebody to take it. */
class BatchesTest {

  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

  private final Batches batches = new Batches(10, PATIENCE);

  @Test
  void what_does_not_fit_and_has_nobody_to_take_it_is_given_up_as_a_whole() throws Exception {
    batches.put("first", 8);

    assertThat(batches.put("second", 8)).as("somebody will take it").isFalse();
    assertThat(batches.take(0)).isSameAs(Fetch.GIVEN_UP);
    assertThat(batches.take(0)).isNull();
  }

  @Test
  void what_fits_waits_for_ever() throws Exception {
    batches.put("first", 5);
    batches.put("second", 5);

    Awaitility.await().pollDelay(Duration.ofNanos(2 * PATIENCE)).until(() -> true);
    assertThat(batches.take(0)).isEqualTo("first");
    assertThat(batches.take(0)).isEqualTo("second");
  }

  @Test
  void once_begun_the_rest_waits_however_slow_the_taking_is() throws Exception {
    batches.put("first", 8);
    batches.put("other", 2);
    assertThat(batches.take(0)).isEqualTo("first");
    CompletableFuture<Boolean> put = CompletableFuture.supplyAsync(this::putMuch);

    Awaitility.await().during(Duration.ofNanos(5 * PATIENCE)).until(() -> !put.isDone());
    assertThat(batches.take(0)).isEqualTo("other");
    assertThat(put.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private boolean putMuch() {
    try {
      return batches.put("much", 9);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
