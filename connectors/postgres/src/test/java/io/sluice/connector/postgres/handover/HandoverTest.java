package io.sluice.connector.postgres.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private static final Runnable NOTHING = () -> {};

  private final Handover handover = new Handover(10, 20, 1000);

  @Test
  void small_batches_are_joined_up_to_the_largest_batch() throws Exception {
    for (int i = 0; i < 5; i++) {
      handover.offer(records(3), 1, 0, NOTHING);
    }

    assertThat(taken()).hasSize(9);
    assertThat(taken()).hasSize(6);
  }

  @Test
  void there_is_no_room_for_more_records_than_allowed() throws Exception {
    assertThat(handover.offer(records(10), 1, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(10), 1, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
    taken();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isTrue();
  }

  @Test
  void there_is_no_room_for_more_bytes_than_allowed_but_for_one_large_record() throws Exception {
    assertThat(handover.offer(records(1), 5000, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
    taken();
    assertThat(handover.offer(records(1), 999, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 2, 0, NOTHING)).isFalse();
  }

  @Test
  void what_was_given_over_can_be_taken_after_the_end() throws Exception {
    handover.offer(records(1), 1, 0, NOTHING);
    handover.close();

    assertThat(taken()).hasSize(1);
    assertThat(handover.take(0)).isNull();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
  }

  @Test
  void soon_after_a_batch_the_next_one_waits_until_it_is_full() throws Exception {
    Handover patient = new Handover(10, 20, 1000, TimeUnit.MINUTES.toNanos(1));
    patient.offer(records(1), 1, 0, NOTHING);
    assertThat(patient.take(0)).as("nothing was taken before").hasSize(1);

    CompletableFuture<List<SourceRecord>> next = taking(patient);
    for (int i = 0; i < 10; i++) {
      patient.offer(records(1), 1, 0, NOTHING);
    }

    assertThat(next.get(30, TimeUnit.SECONDS)).hasSize(10);
  }

  @Test
  void a_batch_that_leaves_no_room_for_the_next_is_not_waited_for() throws Exception {
    Handover patient = new Handover(10, 20, 1000, TimeUnit.MINUTES.toNanos(1));
    patient.offer(records(1), 1, 0, NOTHING);
    patient.take(0);

    CompletableFuture<List<SourceRecord>> next = taking(patient);
    patient.offer(records(1), 1000, 0, NOTHING);
    patient.offer(records(1), 1, 0, NOTHING);

    assertThat(next.get(30, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void who_gathers_does_not_wait_for_the_end() throws Exception {
    Handover patient = new Handover(10, 20, 1000, TimeUnit.MINUTES.toNanos(1));
    patient.offer(records(1), 1, 0, NOTHING);
    patient.take(0);
    patient.offer(records(1), 1, 0, NOTHING);
    CompletableFuture<List<SourceRecord>> next = taking(patient);

    patient.close();

    assertThat(next.get(30, TimeUnit.SECONDS)).hasSize(1);
  }

  private static CompletableFuture<List<SourceRecord>> taking(Handover handover) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Objects.requireNonNull(handover.take(30_000));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private List<SourceRecord> taken() throws InterruptedException {
    return Objects.requireNonNull(handover.take(0));
  }

  private static List<SourceRecord> records(int count) {
    List<SourceRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new SourceRecord(Map.of(), Map.of(), "t", null, null));
    }
    return records;
  }
}
