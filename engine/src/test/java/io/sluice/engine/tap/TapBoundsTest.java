package io.sluice.engine.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is kept, and how long; by a clock that only the tests move. */
class TapBoundsTest {
  private final AtomicLong now = new AtomicLong();
  private final Plugins plugins = Plugins.of(List.of());
  private final Masking nothing = Masking.of(List.of(), plugins, new Secrets());
  private final TapBounds bounds =
      new TapBounds(3, 10, 100_000, 4_000, 20, 2, Duration.ofSeconds(15));
  private final Tap tap =
      new Tap("p", bounds, text -> text.replace("s3cret", "***"), Clock.systemUTC(), now::get);

  @AfterEach
  void close() {
    plugins.close();
  }

  @Test
  void a_watch_ends_a_lease_after_it_was_asked_for_last_and_then_nothing_is_picked() {
    Watch watch = tap.open("").orElseThrow();
    pass(Duration.ofSeconds(14));
    watch.renew();
    pass(Duration.ofSeconds(14));
    assertThat(tap.has(watch)).isTrue();
    assertThat(feed(1, "row")).isEqualTo(1);

    pass(Duration.ofSeconds(2));

    assertThat(feed(1, "row")).isZero();
    assertThat(tap.has(watch)).isFalse();
    assertThat(tap.isOpen()).as("batches cost nothing again").isFalse();
  }

  @Test
  void a_watch_that_was_closed_is_over_at_once() {
    Watch watch = tap.open("").orElseThrow();

    tap.close(watch);

    assertThat(tap.isOpen()).isFalse();
    assertThat(tap.sampling(0, 10, nothing)).isNull();
  }

  @Test
  void no_more_look_at_once_than_may_and_who_is_gone_makes_room() {
    for (int i = 0; i < 3; i++) {
      assertThat(tap.open("")).isPresent();
    }
    assertThat(tap.open("")).isEmpty();

    pass(Duration.ofSeconds(16));

    assertThat(tap.open("")).isPresent();
  }

  @Test
  void of_a_second_so_many_are_picked_and_so_many_of_one_end_are_kept() {
    Watch watch = tap.open("").orElseThrow();
    assertThat(feed(1_000, "row") + feed(1_000, "row") + feed(1_000, "row")).isEqualTo(20);
    assertThat(watch.since(0).records()).hasSize(2);

    pass(Duration.ofSeconds(1));

    assertThat(feed(1_000, "row")).isEqualTo(10);
    assertThat(watch.since(0).records()).hasSize(4);
    assertThat(watch.since(0).picked()).isEqualTo(4);
  }

  @Test
  void the_newest_records_are_kept_and_no_more_bytes_than_bounds_allow() {
    Watch few = tap.open("\"k\"").orElseThrow();
    for (int i = 0; i < 30; i++) {
      pass(Duration.ofSeconds(1));
      few.renew();
      feed(1, "row " + i);
    }
    assertThat(few.since(0).records()).hasSize(10);
    assertThat(values(few)).startsWith("row 20").endsWith("row 29");

    String large = "x".repeat(1_900);
    TapBounds tight = new TapBounds(1, 10, 20_000, 10_000, 100, 100, Duration.ofSeconds(15));
    Tap small = new Tap("p", tight, text -> text, Clock.systemUTC(), now::get);
    Watch watch = small.open("k").orElseThrow();
    for (int i = 0; i < 10; i++) {
      leave(Objects.requireNonNull(small.sampling(0, 1, nothing)).pick(0, record(large)));
    }
    assertThat(watch.since(0).records()).hasSizeBetween(1, 5);
  }

  @Test
  void a_large_value_is_cut_a_large_record_left_out_and_a_secret_never_half_shown() {
    Watch watch = tap.open("k").orElseThrow();

    feed(1, "x".repeat(1_995) + "s3cret and more" + "y".repeat(5_000));

    Node.Leaf cut = (Node.Leaf) value(watch.since(0).records().get(0));
    assertThat(cut.cut()).isTrue();
    assertThat(cut.length()).isEqualTo(7_010);
    assertThat(cut.text()).hasSize(2_000).doesNotContain("s3c").endsWith("x*** a");

    List<String> many = Collections.nCopies(200, "z".repeat(100));
    leave(
        Objects.requireNonNull(tap.sampling(0, 1, nothing))
            .pick(0, new SourceRecord(Map.of(), Map.of(), "t", null, null, "k", null, many)));
    TappedRecord wide = watch.since(0).records().get(1);
    RecordImage image = Objects.requireNonNull(wide.steps().get(0).record());
    assertThat(image.whole()).isFalse();
    assertThat(((Node.Branch) image.value()).left()).isPositive();
    assertThat(image.weight()).isLessThan(2L * bounds.recordBytes());
  }

  @Test
  void what_was_seen_before_a_mask_came_is_forgotten_when_a_run_begins_with_it() {
    tap.beginsRun(nothing);
    Watch watch = tap.open("").orElseThrow();
    feed(1, "row");

    tap.beginsRun(Masking.of(List.of(), plugins, new Secrets()));
    assertThat(watch.since(0).records()).hasSize(1);
    tap.beginsRun(
        Masking.of(
            List.of(
                new TransformSpec(
                    "mask",
                    "mask",
                    UnresolvedConfig.of(Map.of("fields", "email")),
                    Optional.empty(),
                    false,
                    new Place(Path.of("p.yaml"), 1, 1, ""))),
            plugins,
            new Secrets()));

    assertThat(watch.since(0).records()).isEmpty();
  }

  @Test
  void a_key_is_the_whole_a_field_of_it_or_json_and_numbers_are_equal_by_value() {
    Map<String, Object> key = Map.of("id", 7L, "shop", "Bern");
    assertThat(finds("7", key)).isTrue();
    assertThat(finds("Bern", key)).isTrue();
    assertThat(finds("{\"shop\": \"Bern\", \"id\": 7}", key)).isTrue();
    assertThat(finds("{\"id\": 7}", key)).isFalse();
    assertThat(finds("{\"id\": 7", key)).isFalse();
    assertThat(finds("07", key)).isFalse();
    assertThat(finds("7.00", 7)).isTrue();
    assertThat(finds("\"7\"", "7")).isTrue();
    assertThat(finds("ern", key)).isFalse();
    assertThat(finds(" 7 ", "7")).isTrue();
    Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    Struct struct = new Struct(schema).put("id", 7L);
    assertThat(finds("7", struct)).isTrue();
    assertThat(finds("{\"id\": 7.0}", struct)).isTrue();
    assertThat(finds("8", struct)).isFalse();
    assertThat(new FollowedKey("8").mayBe(struct)).as("nothing is copied for it").isFalse();
  }

  private boolean finds(String typed, Object key) {
    FollowedKey followed = new FollowedKey(typed);
    boolean matches = followed.matches(new NodeCopy(10_000, text -> text).of(null, key));
    if (matches) {
      assertThat(followed.mayBe(key)).as("what is passed over is no match").isTrue();
    }
    return matches;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Sends a batch of records that all reach the sinks; returns how many were picked. */
  private int feed(int records, String value) {
    Sampling sampling = tap.sampling(0, records, nothing);
    int picked = 0;
    for (int i = 0; i < records && sampling != null; i++) {
      Trail trail = sampling.pick(i, record(value));
      if (trail != null) {
        picked++;
        leave(trail);
      }
    }
    return picked;
  }

  private static void leave(@Nullable Trail trail) {
    boolean unused = Objects.requireNonNull(trail).leavesTransforms();
  }

  private static SourceRecord record(String value) {
    return new SourceRecord(
        Map.of(), Map.of("at", 1), "t", null, null, "k", Schema.STRING_SCHEMA, value);
  }

  private static Node value(TappedRecord record) {
    return Optional.ofNullable(record.steps().get(0).record()).orElseThrow().value();
  }

  private static List<String> values(Watch watch) {
    return watch.since(0).records().stream()
        .map(record -> ((Node.Leaf) value(record)).text())
        .toList();
  }
}
