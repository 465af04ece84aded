package io.sluice.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.LatencyMeter;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.pipeline.Slo;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.History;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is scraped is what pipelines did, under the names that the reference has. */
class PrometheusPageTest {
  private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");

  @TempDir Path folder;
  private final HandClock clock = new HandClock(Views.START);
  private final Views shop = new Views();
  private final Map<String, Long> letters = new HashMap<>();
  private boolean stateIsAway;
  private final HttpMeter http = new HttpMeter();
  private final Totals totals = new Totals();
  private StateDatabase state;
  private History history;
  private HealthWatch health;
  private Pulse pulse;
  private PrometheusPage page;

  private final Pipelines pipelines =
      new Pipelines() {
        @Override
        public List<PipelineView> all() {
          return List.of(shop.make());
        }

        @Override
        public Optional<PipelineView> named(String name) {
          return Optional.of(shop.make());
        }
      };

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, clock);
    history = new History(state, clock);
    health = new HealthWatch(history, clock);
    pulse = new Pulse(pipelines, clock::nanos);
    page =
        new PrometheusPage(
            new Collected(
                new Collected.Sources(
                    pipelines,
                    pulse,
                    totals,
                    health,
                    new OpenLetters(this::count, clock, Runnable::run),
                    http,
                    Optional.of(new TraceMeter())),
                "1.2.3",
                clock));
  }

  @AfterEach
  void close() {
    pulse.close();
    history.close();
    state.close();
  }

  private Map<String, Long> count() {
    if (stateIsAway) {
      throw new IllegalStateException("The state database is away");
    }
    return letters;
  }

  private void look() {
    List<PipelineView> all = pipelines.all();
    history.look(all);
    health.look(all);
    totals.look(all);
  }

  private String scrape(@Nullable String accept) {
    try {
      return new String(page.bytes(accept), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double value(String page, String sample) {
    return page.lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void counts_times_states_and_latency_of_a_pipeline_are_there() {
    LatencyMeter meter = new LatencyMeter();
    meter.add(3, 10);
    meter.add(700, 5);
    shop.namespace = "sales";
    shop.polled = 120;
    shop.delivered = 100;
    shop.deadLettered = 2;
    shop.filtered = 7;
    shop.restarts = 3;
    shop.lag = Duration.ofMillis(1_500);
    shop.freshness = Duration.ofSeconds(7);
    shop.promised = new Slo(Optional.of(Duration.ofSeconds(60)), Optional.empty());
    shop.latency = meter.read();
    shop.bytes = 12_345;
    letters.put("shop", 2L);
    look();

    String text = scrape(null);

    String of = "{namespace=\"sales\",pipeline=\"shop\"}";
    assertThat(value(text, "sluice_records_polled_total" + of)).isEqualTo(120);
    assertThat(value(text, "sluice_records_delivered_total" + of)).isEqualTo(100);
    assertThat(value(text, "sluice_records_dead_lettered_total" + of)).isEqualTo(2);
    assertThat(value(text, "sluice_records_filtered_total" + of)).isEqualTo(7);
    assertThat(value(text, "sluice_records_in_flight" + of)).isEqualTo(11);
    assertThat(value(text, "sluice_restarts_total" + of)).isEqualTo(3);
    assertThat(value(text, "sluice_lag_seconds" + of)).isEqualTo(1.5);
    assertThat(value(text, "sluice_freshness_seconds" + of)).isEqualTo(7);
    assertThat(value(text, "sluice_freshness_promised_seconds" + of)).isEqualTo(60);
    assertThat(value(text, "sluice_dead_letters_open" + of)).isEqualTo(2);
    String sink = "{namespace=\"sales\",pipeline=\"shop\",sink=\"warehouse\"";
    assertThat(value(text, "sluice_sink_bytes_total" + sink + "}")).isEqualTo(12_345);
    String latency = "sluice_sink_latency_seconds";
    assertThat(value(text, latency + "_bucket" + sink + ",le=\"0.002\"}")).isEqualTo(0);
    assertThat(value(text, latency + "_bucket" + sink + ",le=\"0.004\"}")).isEqualTo(10);
    assertThat(value(text, latency + "_bucket" + sink + ",le=\"1.024\"}")).isEqualTo(15);
    assertThat(value(text, latency + "_bucket" + sink + ",le=\"+Inf\"}")).isEqualTo(15);
    assertThat(value(text, latency + "_count" + sink + "}")).isEqualTo(15);
    assertThat(value(text, latency + "_sum" + sink + "}")).isEqualTo(3.53);
  }

  @Test
  void what_nobody_measures_on_kafka_is_left_out_instead_of_0() {
    shop.onKafka = true;
    shop.lag = null;
    shop.freshness = null;
    shop.checkpoint = null;
    shop.delivered = 100;
    look();

    assertThat(scrape(null))
        .contains("sluice_records_delivered_total{")
        .doesNotContain("sluice_records_filtered_total{")
        .doesNotContain("sluice_dead_letters_open{")
        .doesNotContain("sluice_lag_seconds{")
        .doesNotContain("sluice_checkpoint_age_seconds{");
  }

  @Test
  void exactly_one_state_wish_and_verdict_are_1() {
    shop.state = PipelineState.FAILED;
    shop.desired = Desired.RUNNING;
    look();

    String text = scrape(null);

    assertThat(ones(text, "sluice_pipeline_state")).containsExactly("failed");
    assertThat(ones(text, "sluice_pipeline_wanted")).containsExactly("running");
    assertThat(ones(text, "sluice_pipeline_health")).containsExactly("unhealthy");
  }

  private static List<String> ones(String text, String family) {
    return text.lines()
        .filter(line -> line.startsWith(family + "{") && line.endsWith(" 1.0"))
        .map(line -> line.replaceAll(".*(?:state|wanted|health)=\"([a-z]+)\".*", "$1"))
        .toList();
  }

  @Test
  void no_counter_falls_when_a_run_goes_back_or_the_next_one_begins() {
    String polled = "sluice_records_polled_total{namespace=\"default\",pipeline=\"shop\"}";
    LatencyMeter meter = new LatencyMeter();
    meter.add(5, 4);
    shop.latency = meter.read();
    shop.polled = 100;
    look();
    shop.polled = 60; // Back to its checkpoint.
    look();
    assertThat(value(scrape(null), polled)).isEqualTo(100);
    shop.polled = 130;
    look();

    shop.runStartedAt = shop.runStartedAt.plusSeconds(60);
    shop.polled = 5;
    shop.latency = Latency.NONE;
    look();

    String text = scrape(null);
    assertThat(value(text, polled)).isEqualTo(135);
    assertThat(
            value(
                text,
                "sluice_sink_latency_seconds_count"
                    + "{namespace=\"default\",pipeline=\"shop\",sink=\"warehouse\"}"))
        .isEqualTo(4);
  }

  @Test
  void topics_beyond_the_first_fifty_of_a_sink_are_one_series() {
    List<DatasetFigures> datasets = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      datasets.add(new DatasetFigures("topic-" + i, 10, Views.START));
    }
    shop.datasets = datasets;
    look();

    List<String> lines =
        scrape(null).lines().filter(l -> l.startsWith("sluice_dataset_records_total{")).toList();

    assertThat(lines).hasSize(51);
    assertThat(lines).anyMatch(l -> l.contains("dataset=\"\"") && l.endsWith(" 200.0"));
  }

  @Test
  void names_that_people_gave_cannot_break_the_page() {
    shop.sinks = List.of("a\"b\\c\nd");
    look();

    assertThat(scrape(null)).contains("sink=\"a\\\"b\\\\c\\nd\"");
  }

  @Test
  void a_client_that_prefers_open_metrics_gets_it() {
    look();

    String accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
    assertThat(page.contentType(accept)).startsWith("application/openmetrics-text");
    assertThat(scrape(accept)).endsWith("# EOF\n");
    assertThat(page.contentType("text/plain")).startsWith("text/plain; version=0.0.4");
    assertThat(page.contentType(null)).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void open_letters_are_left_out_and_not_zero_while_nobody_can_tell_and_all_else_is_told() {
    String open = "sluice_dead_letters_open{namespace=\"default\",pipeline=\"shop\"}";
    look();
    assertThat(value(scrape(null), open)).isZero();
    letters.put("shop", 4L);
    assertThat(value(scrape(null), open)).as("not asked again so soon").isZero();
    clock.advance(Duration.ofSeconds(15));
    assertThat(value(scrape(null), open)).isEqualTo(4);

    stateIsAway = true;
    clock.advance(Duration.ofSeconds(20));
    assertThat(value(scrape(null), open)).as("for a moment what was is good enough").isEqualTo(4);
    clock.advance(Duration.ofSeconds(60));

    assertThat(scrape(null)).doesNotContain(open).contains("sluice_pipeline_state");
  }

  @Test
  void open_letters_of_one_that_nobody_here_can_read_are_told_only_if_there_are_some() {
    String open = "sluice_dead_letters_open{namespace=\"default\",pipeline=\"shop\"}";
    shop.engine = Engine.UNKNOWN;
    look();
    String none = scrape(null);
    letters.put("shop", 2L);
    clock.advance(Duration.ofSeconds(15));

    assertThat(none).contains("sluice_pipeline_state").doesNotContain(open);
    assertThat(value(scrape(null), open)).isEqualTo(2);
  }

  @Test
  void requests_are_counted_by_class() {
    http.answered(200, 2_000_000_000L);
    http.answered(204, 0);
    http.answered(404, 0);
    look();

    String text = scrape(null);

    assertThat(value(text, "sluice_http_requests_total{status=\"2xx\"}")).isEqualTo(2);
    assertThat(value(text, "sluice_http_requests_total{status=\"4xx\"}")).isEqualTo(1);
    assertThat(value(text, "sluice_http_request_time_seconds_total")).isEqualTo(2);
  }

  /** Renew with {@code -Dsluice.docs.write=true}. */
  @Test
  void the_reference_lists_every_family_with_type_labels_and_meaning() throws IOException {
    String listed = listed();
    String text = Files.readString(REFERENCE);
    Matcher part =
        Pattern.compile("(?s)(<!-- families -->\n)(.*)(<!-- end of families -->)").matcher(text);
    assertThat(part.find()).isTrue();
    if (Boolean.getBoolean("sluice.docs.write")) {
      Files.writeString(
          REFERENCE, text.substring(0, part.end(1)) + listed + text.substring(part.start(3)));
      return;
    }
    assertThat(part.group(2)).isEqualTo(listed);
  }

  private static String listed() {
    StringBuilder table =
        new StringBuilder("| name | type | labels | meaning |\n|---|---|---|---|\n");
    for (Family family : Family.values()) {
      table.append("| `").append(family.metric()).append("` | ");
      table.append(family.type().name().toLowerCase(Locale.ROOT)).append(" | ");
      table.append(String.join(", ", family.labels().stream().map(l -> "`" + l + "`").toList()));
      table.append(" | ").append(family.help()).append(" |\n");
    }
    return table.toString();
  }

  @Test
  void what_is_scraped_are_the_families_of_the_reference_and_all_of_them() {
    shop.promised = new Slo(Optional.of(Duration.ofSeconds(60)), Optional.empty());
    shop.everything();
    look();

    TreeSet<String> scraped = new TreeSet<>();
    scrape(null)
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .forEach(line -> scraped.add(line.split(" ")[2]));

    assertThat(scraped)
        .containsExactlyElementsOf(
            new TreeSet<>(Stream.of(Family.values()).map(Family::metric).toList()));
  }
}
