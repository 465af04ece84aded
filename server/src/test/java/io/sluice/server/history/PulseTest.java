package io.sluice.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.fault.Ticker;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.server.view.Views;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one loop goes on whatever anybody throws. */
@Timeout(60)
class PulseTest {
  private final AtomicInteger looks = new AtomicInteger();

  private Pulse pulse(int broken) {
    return new Pulse(
        new Pipelines() {
          @Override
          public List<PipelineView> all() {
            if (looks.incrementAndGet() <= broken) {
              throw new NoClassDefFoundError("of a plugin");
            }
            return List.of(new Views().make());
          }

          @Override
          public Optional<PipelineView> named(String name) {
            return Optional.empty();
          }
        },
        Ticker.SYSTEM);
  }

  @Test
  void a_look_that_fails_for_good_ends_one_turn_and_not_the_loop() {
    try (Pulse pulse = pulse(1)) {
      pulse.start();

      await().until(() -> pulse.latest().size() == 1);
      assertThat(looks).hasValueGreaterThan(1);
    }
  }

  @Test
  void a_listener_that_fails_for_good_keeps_nothing_from_the_others() {
    try (Pulse pulse = pulse(0)) {
      AtomicInteger told = new AtomicInteger();
      pulse.listen(
          all -> {
            throw new StackOverflowError("deep in it");
          });
      pulse.listen(all -> told.incrementAndGet());

      pulse.turn();

      assertThat(told).hasValue(1);
    }
  }
}
