package io.sluice.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecallTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void what_was_made_is_found_by_the_very_object_and_topic() {
    Recall<Object, Integer> recall = new Recall<>(10, Optional.empty(), now::get);
    Object key = new StringBuilder("key");

    assertThat(find(recall, "t", key)).isEqualTo(1);
    now.addAndGet(Long.MAX_VALUE / 2);
    assertThat(find(recall, "t", key)).isEqualTo(1);
    assertThat(find(recall, "u", key)).isEqualTo(2);
    assertThat(find(recall, "t", new StringBuilder("key"))).isEqualTo(3);
    assertThat(find(recall, "t", key)).isEqualTo(1);
  }

  @Test
  void what_does_for_a_while_is_made_again_after_it() {
    Recall<Object, Integer> recall = new Recall<>(10, Optional.of(Duration.ofSeconds(5)), now::get);
    Object key = new Object();
    Object other = new Object();

    find(recall, "t", key);
    now.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    assertThat(find(recall, "t", key)).isEqualTo(1);
    assertThat(find(recall, "t", other)).isEqualTo(2);
    now.addAndGet(1);
    assertThat(find(recall, "t", key)).isEqualTo(3);
    assertThat(find(recall, "t", other)).isEqualTo(2);
  }

  @Test
  void what_may_not_be_kept_is_made_each_time() {
    Recall<Object, Integer> none = new Recall<>(10, Optional.of(Duration.ZERO), now::get);
    Recall<Object, Integer> recall = new Recall<>(10, Optional.empty(), now::get);
    Object key = new Object();

    assertThat(find(none, "t", key)).isEqualTo(1);
    assertThat(find(none, "t", key)).isEqualTo(2);
    assertThat(recall.find("t", key, false, made::incrementAndGet)).isEqualTo(3);
    assertThat(recall.find("t", key, false, made::incrementAndGet)).isEqualTo(4);
  }

  @Test
  void so_many_objects_of_a_topic_are_known_and_the_oldest_is_forgotten() {
    Recall<Object, Integer> recall = new Recall<>(10, Optional.empty(), now::get);
    Object[] keys = new Object[17];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new Object();
      find(recall, "t", keys[i]);
    }

    assertThat(find(recall, "t", keys[1])).isEqualTo(2);
    assertThat(find(recall, "t", keys[0])).isEqualTo(18);
  }

  private int find(Recall<Object, Integer> recall, String topic, Object key) {
    return recall.find(topic, key, true, made::incrementAndGet);
  }
}
