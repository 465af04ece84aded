package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every sink connector keeps to, whoever runs it. A test of a connector extends this class,
 * says how to make the connector and how to read its target, and inherits the tests. Records are
 * flat: a key {@code {id}} and a value {@code {id, name}}.
 *
 * <p>Every test runs in a fresh instance, on an empty target that {@link #config()} describes and
 * that nobody else uses; set it up in {@code @BeforeEach} and take it down in {@code @AfterEach}.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SinkContract {
  protected static final Schema KEY =
      SchemaBuilder.struct().name("contract.Key").field("id", Schema.INT64_SCHEMA).build();
  protected static final Schema VALUE =
      SchemaBuilder.struct()
          .name("contract.Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final String TOPIC = "contract";

  /** A row of the target. */
  public record Row(long id, @Nullable String name) {}

  /** A new, unconfigured connector. */
  protected abstract SinkConnector connector();

  /** A configuration that works, of the same target at every call. */
  protected abstract Map<String, String> config();

  /**
   * What others see in the target for that topic, now, in any order; empty if there is no such
   * table yet.
   */
  protected abstract List<Row> rows(String topic) throws Exception;

  /** Settings and values that {@code validate} has to refuse, by the setting's name. */
  protected abstract Map<String, String> wrongSettings();

  /** Settings of {@link #config()} that must not be missing. */
  protected Set<String> requiredSettings() {
    return Set.of();
  }

  /**
   * Whether {@link #config()} makes it update by key and delete on a tombstone, rather than append.
   */
  protected boolean upserts() {
    return true;
  }

  /**
   * Whether it keeps offsets with its rows and rewinds to them in {@code open}: exactly once, also
   * when it appends.
   */
  protected boolean keepsOffsets() {
    return false;
  }

  /** Appends a record that this sink cannot take. */
  protected SinkRecord appendBadRecord(SinkRun harness, String topic) {
    return harness.append(topic, KEY, key(666), null, Map.of("no", "schema"));
  }

  /**
   * Who runs the connector: nobody, unless overridden.
   *
   * @param withReporter whether there are dead letters
   */
  protected SinkRun run(Map<String, String> config, boolean withReporter) {
    return new SinkTaskHarness(this::connector, config, withReporter);
  }

  private SinkRun harness() {
    return run(config(), true);
  }

  private static Struct key(long id) {
    return new Struct(KEY).put("id", id);
  }

  private static void append(SinkRun harness, String topic, long id, @Nullable String name) {
    harness.append(topic, KEY, key(id), VALUE, new Struct(VALUE).put("id", id).put("name", name));
  }

  private static void appendTombstone(SinkRun harness, long id) {
    harness.append(TOPIC, KEY, key(id), null, null);
  }

  private static void appendRows(SinkRun harness, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(id -> append(harness, TOPIC, id, "row " + id));
  }

  private static List<Row> expected(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(id -> new Row(id, "row " + id)).toList();
  }

  private List<Row> sorted(String topic) throws Exception {
    List<Row> rows = new ArrayList<>(rows(topic));
    rows.sort(Comparator.comparingLong(Row::id).thenComparing(row -> String.valueOf(row.name())));
    return rows;
  }

  @Test
  void every_setting_is_documented_and_its_default_valid() {
    SettingsContract.isSane(connector().config());
  }

  @Test
  void a_configuration_that_works_is_accepted() {
    SettingsContract.accepts(connector(), config());
  }

  @Test
  void a_wrong_setting_is_refused_by_name() {
    wrongSettings()
        .forEach((name, wrong) -> SettingsContract.refuses(connector(), config(), name, wrong));
  }

  @Test
  void a_missing_setting_is_missed_by_name() {
    requiredSettings().forEach(name -> SettingsContract.misses(connector(), config(), name));
  }

  @Test
  void connector_and_task_tell_their_version() throws Exception {
    SinkTask task = (SinkTask) connector().taskClass().getDeclaredConstructor().newInstance();

    assertThat(connector().version()).isNotBlank();
    assertThat(task.version()).isNotBlank();
  }

  @Test
  void what_was_committed_is_in_the_target() throws Exception {
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 100);
      append(harness, TOPIC, 101, null);

      harness.deliver().commit();

      List<Row> all = new ArrayList<>(expected(1, 100));
      all.add(new Row(101, null));
      assertThat(sorted(TOPIC)).isEqualTo(all);
      assertThat(harness.committed(new TopicPartition(TOPIC, 0))).isEqualTo(101);
    }
  }

  @Test
  void small_batches_make_the_same_target_as_one_large_one() throws Exception {
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 100);

      harness.deliver(7).commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 100));
    }
  }

  @Test
  void nothing_to_put_does_no_harm() throws Exception {
    try (SinkRun harness = harness().start()) {
      harness.deliverNothing();
      harness.commit();
      appendRows(harness, 1, 3);
      harness.deliver();
      harness.deliverNothing();
      harness.commit();
      harness.commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 3));
    }
  }

  @Test
  void a_crash_between_put_and_commit_loses_nothing_and_doubles_nothing() throws Exception {
    assumeTrue(
        upserts() || keepsOffsets(),
        "an appending sink without offsets of its own is at-least-once");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 10);
      harness.deliver().commit();
      appendRows(harness, 11, 20);
      harness.deliver();

      harness.crash().start().deliver().commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 20));
    }
  }

  @Test
  void nothing_is_visible_before_the_commit() throws Exception {
    assumeTrue(keepsOffsets(), "only a sink that keeps offsets with its rows promises this");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 10);
      harness.deliver().commit();
      appendRows(harness, 11, 20);

      harness.deliver().crash();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 10));
    }
  }

  @Test
  void a_commit_that_the_engine_did_not_hear_of_doubles_nothing() throws Exception {
    assumeTrue(
        upserts() || keepsOffsets(),
        "an appending sink without offsets of its own is at-least-once");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 10);
      harness.deliver().commit();
      appendRows(harness, 11, 20);
      harness.deliver().commitUnheard();
      harness.crash();
      appendRows(harness, 21, 25);

      harness.start().deliver().commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 25));
    }
  }

  @Test
  void a_sink_with_offsets_of_its_own_rewinds_to_them_when_opened() throws Exception {
    assumeTrue(keepsOffsets(), "this sink keeps no offsets");
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 20);
      harness.deliver().commitUnheard().crash();
      assertThat(harness.committed(partition)).isZero();

      harness.start();

      assertThat(harness.position(partition)).isEqualTo(20);
    }
  }

  @Test
  void the_last_value_of_a_key_wins() throws Exception {
    assumeTrue(upserts(), "appends");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 3);
      append(harness, TOPIC, 2, "second");
      append(harness, TOPIC, 2, "third");
      harness.deliver().commit();
      append(harness, TOPIC, 3, "later");

      harness.deliver().commit();

      assertThat(sorted(TOPIC))
          .containsExactly(new Row(1, "row 1"), new Row(2, "third"), new Row(3, "later"));
    }
  }

  @Test
  void a_tombstone_deletes_its_key_and_an_unknown_one_does_no_harm() throws Exception {
    assumeTrue(upserts(), "appends");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 4);
      appendTombstone(harness, 2);
      harness.deliver().commit();
      appendTombstone(harness, 3);
      appendTombstone(harness, 99);

      harness.deliver().commit();

      assertThat(sorted(TOPIC)).containsExactly(new Row(1, "row 1"), new Row(4, "row 4"));
    }
  }

  @Test
  void a_key_that_was_deleted_can_come_back_in_the_same_batch_and_later() throws Exception {
    assumeTrue(upserts(), "appends");
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 2);
      appendTombstone(harness, 1);
      append(harness, TOPIC, 1, "again");
      harness.deliver().commit();
      appendTombstone(harness, 2);
      harness.deliver().commit();
      append(harness, TOPIC, 2, "again");

      harness.deliver().commit();

      assertThat(sorted(TOPIC)).containsExactly(new Row(1, "again"), new Row(2, "again"));
    }
  }

  @Test
  void every_record_is_appended_in_a_sink_that_appends() throws Exception {
    assumeTrue(!upserts(), "upserts");
    try (SinkRun harness = harness().start()) {
      append(harness, TOPIC, 1, "a");
      append(harness, TOPIC, 1, "b");
      append(harness, TOPIC, 1, "c");

      harness.deliver(2).commit();

      assertThat(sorted(TOPIC)).containsExactly(new Row(1, "a"), new Row(1, "b"), new Row(1, "c"));
    }
  }

  @Test
  void one_bad_record_is_reported_and_the_rest_goes_in() throws Exception {
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 5);
      SinkRecord bad = appendBadRecord(harness, TOPIC);
      appendRows(harness, 6, 10);

      harness.deliver().commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 10));
      assertThat(harness.reported())
          .extracting(reported -> reported.record().kafkaOffset())
          .containsExactly(bad.kafkaOffset());
      assertThat(harness.committed(new TopicPartition(TOPIC, 0))).isEqualTo(11);
    }
  }

  @Test
  void one_bad_record_fails_the_task_where_nobody_takes_reports() {
    try (SinkRun harness = run(config(), false).start()) {
      appendRows(harness, 1, 5);
      appendBadRecord(harness, TOPIC);

      assertThatThrownBy(() -> harness.deliver().commit()).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void topics_may_appear_while_it_runs() throws Exception {
    try (SinkRun harness = harness().start()) {
      append(harness, "first", 1, "a");
      harness.deliver().commit();
      append(harness, "second", 2, "b");
      append(harness, "first", 3, "c");

      harness.deliver().commit();

      assertThat(sorted("first")).containsExactly(new Row(1, "a"), new Row(3, "c"));
      assertThat(sorted("second")).containsExactly(new Row(2, "b"));
    }
  }

  @Test
  void partitions_may_leave_and_come_back_while_others_go_on() throws Exception {
    TopicPartition leaving = new TopicPartition(TOPIC, 1);
    // Engines decide by themselves when partitions move.
    try (SinkTaskHarness harness = new SinkTaskHarness(this::connector, config()).start()) {
      appendRows(harness, 1, 5);
      harness.append(
          leaving, KEY, key(6), VALUE, new Struct(VALUE).put("id", 6L).put("name", "row 6"));
      harness.deliver();
      harness.closePartitions(leaving);
      appendRows(harness, 7, 9);
      harness.append(
          leaving, KEY, key(10), VALUE, new Struct(VALUE).put("id", 10L).put("name", "row 10"));

      harness.deliver().commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 10));
    }
  }

  @Test
  void an_orderly_stop_keeps_everything_and_a_new_start_goes_on() throws Exception {
    try (SinkRun harness = harness().start()) {
      appendRows(harness, 1, 5);
      harness.deliver();
      harness.stop();
      appendRows(harness, 6, 9);

      harness.start().deliver().commit();

      assertThat(sorted(TOPIC)).isEqualTo(expected(1, 9));
    }
  }
}
