package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every source connector keeps to, whoever runs it. A test of a connector extends this class,
 * says how to make the connector and how to make something happen at its source, and inherits the
 * tests.
 *
 * <p>Every test runs in a fresh instance, on a source that {@link #config()} describes and that
 * nobody else uses; set it up in {@code @BeforeEach} and take it down in {@code @AfterEach}.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SourceContract {
  private static final int CHANGES = 12;

  /** A new, unconfigured connector. */
  protected abstract SourceConnector connector();

  /** A configuration that works, of the same source at every call. */
  protected abstract Map<String, String> config();

  /**
   * Makes that many changes at the source, each of which gives at least one record. Called while a
   * task runs, or none.
   */
  protected abstract void change(int count) throws Exception;

  /** Settings and values that {@code validate} has to refuse, by the setting's name. */
  protected abstract Map<String, String> wrongSettings();

  /** Settings of {@link #config()} that must not be missing. */
  protected Set<String> requiredSettings() {
    return Set.of();
  }

  /**
   * Whether a restart after this record gives exactly the rest. False where the source says that it
   * repeats: in mid-snapshot.
   */
  protected boolean exactAfter(SourceRecord record) {
    return true;
  }

  /**
   * Names of fields at the top of a value that tell when it was read, not what: left out when
   * records are compared.
   */
  protected Set<String> volatileFields() {
    return Set.of("ts_ms", "ts_us", "ts_ns");
  }

  /** How long a poll may take when nothing happens, and a stop in the middle of one. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  private SourceTaskHarness harness() {
    return new SourceTaskHarness(this::connector, config());
  }

  @Test
  void every_setting_is_documented_and_its_default_valid() {
    ConfigDef settings = connector().config();

    SettingsContract.isSane(settings);
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
  void no_more_tasks_are_planned_than_allowed() {
    for (int most : new int[] {1, 2, 7}) {
      SourceConnector connector = connector();
      connector.initialize(new NoContext());
      connector.start(config());
      try {
        assertThat(connector.taskConfigs(most)).hasSizeBetween(1, most);
      } finally {
        connector.stop();
      }
    }
  }

  @Test
  void connector_and_task_tell_their_version() throws Exception {
    SourceTask task = (SourceTask) connector().taskClass().getDeclaredConstructor().newInstance();

    assertThat(connector().version()).isNotBlank();
    assertThat(task.version()).isNotBlank();
  }

  @Test
  void each_record_says_where_it_came_from_and_fits_its_schema() throws Exception {
    try (SourceTaskHarness harness = harness().start()) {
      change(CHANGES);

      for (SourceRecord record : harness.poll(CHANGES)) {
        assertThat(record.topic()).isNotBlank();
        assertThat(record.sourcePartition()).isNotEmpty();
        assertThat(record.sourceOffset()).isNotEmpty();
        if (record.valueSchema() != null) {
          ConnectSchema.validateValue(record.valueSchema(), record.value());
        }
        if (record.keySchema() != null) {
          ConnectSchema.validateValue(record.keySchema(), record.key());
        }
      }
    }
  }

  @Test
  void offsets_come_back_from_json_as_they_were() throws Exception {
    try (SourceTaskHarness harness = harness().start()) {
      change(CHANGES);

      for (SourceRecord record : harness.poll(CHANGES)) {
        Map<String, Object> once = harness.offsets().afterJson(record.sourceOffset());
        Map<String, Object> twice = harness.offsets().afterJson(once);
        assertThat(twice).isEqualTo(once);
        assertThat(once.keySet()).isEqualTo(record.sourceOffset().keySet());
        assertThat(harness.offsets().afterJson(record.sourcePartition()).keySet())
            .isEqualTo(record.sourcePartition().keySet());
      }
    }
  }

  @Test
  void a_restart_after_any_record_gives_exactly_the_rest() throws Exception {
    List<SourceRecord> all = new ArrayList<>();
    try (SourceTaskHarness harness = harness().start()) {
      change(CHANGES);
      all.addAll(harness.poll(CHANGES));
      all.addAll(harness.pollFor(Duration.ofSeconds(1)));
    }
    for (int i = 0; i < all.size() - 1; i++) {
      if (!exactAfter(all.get(i))) {
        continue;
      }
      InMemoryOffsets offsets = new InMemoryOffsets();
      all.subList(0, i + 1).forEach(offsets::put);
      List<SourceRecord> rest = all.subList(i + 1, all.size());
      try (SourceTaskHarness again =
          new SourceTaskHarness(this::connector, config(), offsets).start()) {
        List<SourceRecord> found = new ArrayList<>(again.poll(rest.size()));
        assertThat(identities(found))
            .as("records after a restart at record %d", i)
            .isEqualTo(identities(rest));
      }
    }
  }

  @Test
  void what_happens_between_stop_and_start_is_not_lost() throws Exception {
    try (SourceTaskHarness harness = harness().start()) {
      change(CHANGES);
      harness.commit(harness.poll(CHANGES));
      harness.commit(harness.pollFor(Duration.ofMillis(500)));
      harness.stop();
      change(3);

      harness.start();

      assertThat(harness.poll(3)).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void a_restart_with_nothing_new_gives_nothing() throws Exception {
    try (SourceTaskHarness harness = harness().start()) {
      change(CHANGES);
      harness.commit(harness.poll(CHANGES));
      harness.commit(harness.pollFor(Duration.ofSeconds(1)));

      harness.restart();

      assertThat(harness.pollFor(Duration.ofSeconds(1))).isEmpty();
    }
  }

  @Test
  void a_poll_returns_even_if_nothing_happens() throws Exception {
    try (SourceTaskHarness harness = harness().start()) {
      change(1);
      harness.poll(1);
      harness.pollFor(Duration.ofMillis(500));

      long before = System.nanoTime();
      harness.poll();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(patience());
    }
  }

  @Test
  void a_stop_ends_a_poll_that_waits() throws Exception {
    SourceTaskHarness harness = harness().start();
    SourceTask task = harness.task();
    CompletableFuture<Void> polling =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 5; i++) {
                  task.poll();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (ConnectException e) {
                // A poll that was stopped may end with an error: it ended.
              }
            });
    harness.stop();

    polling.get(patience().toMillis() * 5, TimeUnit.MILLISECONDS);
  }

  @Test
  void nothing_comes_after_a_stop() throws Exception {
    SourceTaskHarness harness = harness().start();
    SourceTask task = harness.task();
    change(1);
    harness.poll(1);
    harness.stop();
    change(1);

    List<SourceRecord> after;
    try {
      after = task.poll();
    } catch (ConnectException | IllegalStateException e) {
      after = List.of(); // refusing to poll is as good as an empty answer
    }

    assertThat(after == null ? List.of() : after).isEmpty();
  }

  @Test
  void stopping_twice_and_committing_before_any_record_do_no_harm() {
    SourceTaskHarness harness = harness().start();
    SourceTask task = harness.task();

    harness.commit(List.of());
    harness.stop();

    task.stop();
  }

  private List<Object> identities(List<SourceRecord> records) {
    return records.stream().map(this::identity).toList();
  }

  /** What makes a record that one and no other, for comparison. */
  protected Object identity(SourceRecord record) {
    return Arrays.asList(
        record.topic(),
        plain(record.key(), Set.of()),
        plain(record.value(), volatileFields()),
        new InMemoryOffsets().afterJson(record.sourceOffset()));
  }

  private static Object plain(Object value, Set<String> without) {
    if (!(value instanceof Struct struct)) {
      return String.valueOf(value);
    }
    List<String> fields = new ArrayList<>();
    for (Field field : struct.schema().fields()) {
      if (!without.contains(field.name())) {
        fields.add(field.name() + "=" + struct.getWithoutDefault(field.name()));
      }
    }
    return fields.toString();
  }
}
