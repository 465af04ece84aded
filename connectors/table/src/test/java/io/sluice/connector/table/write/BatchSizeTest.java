package io.sluice.connector.table.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Handover;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private boolean busy;
  private boolean behind;

  /** Answers whether it is at work, and is asked for nothing else. */
  private final Handover target =
      (Handover)
          Proxy.newProxyInstance(
              Handover.class.getClassLoader(),
              new Class<?>[] {Handover.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "isBusyAndGains" -> busy;
                    case "isBehind" -> behind;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private BatchSize size(boolean fixed) {
    Map<String, String> settings =
        Map.of("url", "jdbc:sqlite:x", "name", "sizes", "batch.size", "100");
    return new BatchSize(new TableSinkConfig(settings), target, fixed);
  }

  @Test
  void a_batch_with_changed_rows_is_handed_over_at_its_size_to_a_database_that_waits() {
    assertThat(size(false).isReached(99, false)).isFalse();
    assertThat(size(false).isReached(100, false)).isTrue();
  }

  @Test
  void a_batch_with_changed_rows_grows_four_times_as_large_while_the_database_is_busy() {
    busy = true;
    assertThat(size(false).isReached(399, false)).isFalse();
    assertThat(size(false).isReached(400, false)).isTrue();
  }

  @Test
  void a_batch_of_new_rows_does_not_grow_for_a_database_that_is_merely_busy() {
    busy = true;
    assertThat(size(false).isReached(100, true)).isTrue();
  }

  @Test
  void a_batch_grows_eight_times_as_large_while_a_slow_database_is_busy() {
    busy = true;
    behind = true;
    assertThat(size(false).isReached(799, false)).isFalse();
    assertThat(size(false).isReached(800, false)).isTrue();
  }

  @Test
  void a_batch_never_has_more_bytes_than_the_settings_say_however_busy_the_database_is() {
    busy = true;
    BatchSize size = size(false);
    size.add(32L << 20);
    assertThat(size.isReached(1, false)).isTrue();
  }
}
