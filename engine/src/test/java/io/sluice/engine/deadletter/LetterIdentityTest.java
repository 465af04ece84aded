package io.sluice.engine.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.lane.TracedRecord;
import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which refusals are one letter, as the state knows it. */
class LetterIdentityTest {
  private static final Schema ROW =
      SchemaBuilder.struct().optional().field("note", Schema.STRING_SCHEMA).build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("lsn", Schema.INT64_SCHEMA)
          .field("snapshot", Schema.STRING_SCHEMA)
          .build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name("shop.public.orders.Envelope")
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  @TempDir Path folder;
  private StateDatabase state;
  private DeadLetterDesk desk;

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, Clock.systemUTC());
    desk =
        new DeadLetterDesk(
            new DeadLetterDesk.Owner("shop", "1", text -> text),
            state.deadLetters()::addIdentified,
            ErrorPolicy.DEFAULT,
            Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void a_row_without_key_that_another_snapshot_reads_again_is_the_same_letter() {
    refuse(ofSnapshot(null, "a", 100, 2), 2);
    refuse(ofSnapshot(null, "a", 250, 2), 4);

    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void a_row_with_key_is_the_same_letter_wherever_it_lies_in_another_snapshot() {
    refuse(ofSnapshot("k", "a", 100, 2), 2);
    refuse(ofSnapshot("k", "a", 250, 7), 9);

    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void equal_rows_without_key_are_letters_of_their_own() {
    refuse(ofSnapshot(null, "a", 100, 2), 2);
    refuse(ofSnapshot(null, "a", 100, 3), 3);

    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void a_change_that_is_read_again_is_the_same_letter_at_another_offset_of_its_lane() {
    refuse(ofStream("a", 100, 0), 2);
    refuse(ofStream("a", 100, 0), 9);

    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void a_row_that_is_read_beside_the_stream_is_the_same_letter_wherever_the_stream_was() {
    refuse(besideTheStream("k", "a", 100, 2), 2);
    refuse(besideTheStream("k", "a", 250, 7), 305);

    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void a_row_that_is_read_beside_the_stream_with_other_data_is_another_letter() {
    refuse(besideTheStream("k", "a", 100, 2), 2);
    refuse(besideTheStream("k", "b", 250, 2), 3);

    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void a_row_without_key_that_is_read_beside_the_stream_again_is_the_same_letter() {
    refuse(besideTheStream(null, "a", 100, 2), 2);
    refuse(besideTheStream(null, "a", 250, 2), 305);

    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void a_change_is_not_the_letter_of_the_row_that_was_read() {
    refuse(besideTheStream("k", "a", 100, 0), 2);
    refuse(ofStream("a", 100, 0), 3);

    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void equal_changes_at_different_positions_are_letters_of_their_own() {
    refuse(ofStream("a", 100, 0), 2);
    refuse(ofStream("a", 101, 0), 3);
    refuse(ofStream("a", 101, 1), 4);

    assertThat(letters()).isEqualTo(3);
  }

  @Test
  void other_data_at_the_same_place_of_another_snapshot_is_another_letter() {
    refuse(ofSnapshot(null, "a", 100, 2), 2);
    refuse(ofSnapshot(null, "b", 250, 2), 4);

    assertThat(letters()).isEqualTo(2);
  }

  private record Read(SourceRecord record, long ordinal, boolean beside) {}

  private static Read ofSnapshot(@Nullable String key, String note, long lsn, long ordinal) {
    Map<String, Object> offset = Map.of("snapshot", "INITIAL", "lsn", lsn, "ts_usec", lsn * 7);
    return new Read(record(key, note, "r", lsn, offset), ordinal, false);
  }

  private static Read ofStream(String note, long lsn, long ordinal) {
    return new Read(record("k", note, "u", lsn, Map.of("lsn", lsn)), ordinal, false);
  }

  private static Read besideTheStream(@Nullable String key, String note, long lsn, long ordinal) {
    return new Read(record(key, note, "r", lsn, Map.of("lsn", lsn)), ordinal, true);
  }

  private static SourceRecord record(
      @Nullable String key, String note, String op, long lsn, Map<String, Object> offset) {
    Struct value =
        new Struct(ENVELOPE)
            .put("after", new Struct(ROW).put("note", note))
            .put("source", new Struct(SOURCE).put("lsn", lsn).put("snapshot", "true"))
            .put("op", op)
            .put("ts_ms", System.nanoTime());
    return new SourceRecord(
        Map.of("server", "shop"),
        offset,
        "shop.public.orders",
        null,
        key == null ? null : Schema.STRING_SCHEMA,
        key,
        ENVELOPE,
        value);
  }

  private void refuse(Read read, long laneOffset) {
    SourceRecord record = read.record();
    Origin origin =
        new Origin(record.sourcePartition(), record.sourceOffset(), read.ordinal(), read.beside());
    desk.refusedBySink(
        "table", new TracedRecord(record, origin, 0, laneOffset, 1L), new DataException("no"));
    desk.write();
  }

  private long letters() {
    return state.deadLetters().count(DeadLetters.Filter.open("shop"));
  }
}
