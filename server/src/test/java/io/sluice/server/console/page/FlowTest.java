package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.view.Rates;
import io.sluice.server.view.Verdict;
import io.sluice.server.view.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTest {
  private final Views shop = new Views();

  @Test
  void on_kafka_the_topics_are_between_and_each_sink_has_what_waits_before_it() {
    shop.onKafka = true;
    shop.polled = 120;
    shop.delivered = 100;

    Flow flow = Flow.of(new Reading(shop.make(), Verdict.HEALTHY, Rates.NONE, List.of()));

    assertThat(flow.middle().orElseThrow().kind()).isEqualTo("Topic");
    assertThat(flow.middle().orElseThrow().name()).isEqualTo("orders");
    assertThat(flow.branches().get(0).edge().lag()).isEqualTo("20 records");
  }

  @Test
  void one_that_runs_direct_has_no_topic_and_a_lag_in_time() {
    Flow flow = Flow.of(new Reading(shop.make(), Verdict.HEALTHY, Rates.NONE, List.of()));

    assertThat(flow.middle()).isEmpty();
    assertThat(flow.branches().get(0).edge().lag()).isEqualTo("0 ms");
  }
}
