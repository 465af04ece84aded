package io.sluice.connector.postgres.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.Visibility;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeliveredTest {

  @Test
  void a_snapshot_that_was_taken_while_a_delivered_transaction_was_running_did_not_see_it() {
    Delivered delivered = new Delivered();
    delivered.add(100);
    delivered.add(105);

    assertThat(delivered.seenBy(new Visibility("90:106:90,104"), txId -> false)).isTrue();
    assertThat(delivered.seenBy(new Visibility("90:106:90,105"), txId -> false)).isFalse();
    assertThat(delivered.seenBy(new Visibility("90:105:"), txId -> false)).isFalse();
  }

  @Test
  void numbers_that_begin_again_are_told_apart() {
    Delivered delivered = new Delivered();
    delivered.add(0xFFFF_FFFFL);
    delivered.add(3);

    assertThat(delivered.seenBy(new Visibility("4294967295:4294967300:4294967295"), txId -> false))
        .isFalse();
    assertThat(delivered.seenBy(new Visibility("4294967296:4294967300:4294967296"), txId -> false))
        .isTrue();
  }

  @Property(tries = 200)
  void what_was_delivered_is_known_and_nothing_else(
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long first,
      @ForAll @Size(min = 1, max = 60) java.util.List<@IntRange(min = -50, max = 400) Integer> steps,
      @ForAll @IntRange(min = 0, max = 300) int back) {
    Delivered delivered = new Delivered();
    Set<Long> added = new HashSet<>();
    long id = first;
    long highest = first;
    for (int step : steps) {
      id = id + step;
      added.add(id);
      highest = Math.max(highest, id);
      delivered.add(id & 0xFFFF_FFFFL);
    }
    long era = 1L << 33;
    long asked = highest - back;
    Visibility visibility =
        new Visibility((era + asked) + ":" + (era + highest + 1) + ":" + (era + asked));

    assertThat(delivered.seenBy(visibility, txId -> false)).isEqualTo(!added.contains(asked));
  }
}
