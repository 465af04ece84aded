package io.sluice.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.Surroundings;
import io.sluice.engine.run.RunState;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void without_a_terminal_a_plain_line_appears_every_few_seconds() {
    LiveView view = new LiveView(around(false, Map.of()), false, List.of());
    for (int i = 0; i <= 40; i++) {
      view.show(Statuses.at(Statuses.START.plusMillis(250L * i), RunState.RUNNING, 1_000L * i, 0));
    }
    assertThat(text(out)).isEmpty();
    assertThat(text(err).lines()).hasSize(3);
    assertThat(text(err).lines().skip(1).findFirst())
        .hasValue(
            "shop running: 20,000 rows, 4,000/s, lag 40 ms, fresh to 250 ms, checkpoint 120 ms ago,"
                + " 0 dead letters");
    assertThat(text(err)).doesNotContain("\u001b");
  }

  @Test
  void why_it_is_tried_again_is_said_once_for_each_time_that_it_begins() {
    LiveView view = new LiveView(around(false, Map.of()), false, List.of());
    List<RunState> states =
        List.of(
            RunState.RETRYING,
            RunState.RETRYING,
            RunState.RUNNING,
            RunState.RETRYING,
            RunState.RETRYING);
    for (int i = 0; i < states.size(); i++) {
      view.show(Statuses.failed(Statuses.START.plusSeconds(5L * i), states.get(i), "nobody there"));
    }
    assertThat(text(err).lines().map(line -> line.endsWith("put: nobody there")))
        .containsExactly(true, false, false, true, false);
  }

  @Test
  void on_a_terminal_the_lines_are_drawn_over_the_last_ones() {
    LiveView view = new LiveView(around(true, Map.of()), false, List.of("look inside: sluice sql"));
    view.show(Statuses.at(Statuses.START, RunState.RUNNING, 0, 0));
    view.show(Statuses.at(Statuses.START.plusSeconds(1), RunState.RUNNING, 12_345, 2));
    String drawn = text(out);
    assertThat(drawn).contains("12,345", "12,345/s", "look inside: sluice sql");
    long lines =
        Arrays.stream(drawn.split("\n", -1)).takeWhile(l -> !l.contains("\u001b[7A")).count();
    assertThat(lines).as("the second drawing goes up by the lines of the first").isEqualTo(7);
  }

  @Test
  void no_color_is_obeyed_on_a_terminal() {
    LiveView view = new LiveView(around(true, Map.of("NO_COLOR", "1")), false, List.of());
    view.show(Statuses.running(5));
    assertThat(text(out)).doesNotContain("\u001b[3", "\u001b[1m", "\u001b[2m");
  }

  @Test
  void on_a_terminal_the_newest_warning_is_part_of_the_drawing() {
    LiveView view = new LiveView(around(true, Map.of("NO_COLOR", "1")), false, List.of());
    view.warnings().println("warn: the sink was slow");
    view.warnings().println("warn: public.orders was truncated");
    view.show(Statuses.running(5));
    assertThat(text(out)).contains("2 warnings, the newest: warn: public.orders was truncated");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void without_a_terminal_warnings_go_to_standard_error() {
    LiveView view = new LiveView(around(false, Map.of()), false, List.of());
    view.warnings().println("warn: public.orders was truncated");
    assertThat(text(err)).contains("public.orders was truncated");
  }

  @Test
  void for_json_nothing_appears() {
    LiveView view = new LiveView(around(true, Map.of()), true, List.of());
    view.show(Statuses.running(5));
    assertThat(text(out) + text(err)).isEmpty();
  }

  @Test
  void a_snapshot_of_known_size_has_a_bar_until_it_is_through() {
    LiveView view = new LiveView(around(true, Map.of("NO_COLOR", "1")), false, List.of());
    view.expect(1_000);
    view.show(Statuses.at(Statuses.START, RunState.RUNNING, 250, 0));
    assertThat(text(out)).contains("snapshot", "25%");
    out.reset();
    view.show(Statuses.at(Statuses.START.plusSeconds(1), RunState.RUNNING, 1_000, 0));
    assertThat(text(out)).doesNotContain("snapshot");
  }

  @Test
  void a_snapshot_of_unknown_size_has_no_share() {
    LiveView view = new LiveView(around(false, Map.of()), false, List.of());
    view.show(Statuses.at(Statuses.START, RunState.RUNNING, 0, 3));
    assertThat(text(err)).contains("0 rows").doesNotContain("%");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 200})
  void no_line_is_wider_than_the_terminal(int columns) {
    LiveView view =
        new LiveView(
            around(true, Map.of("COLUMNS", "" + columns)),
            false,
            List.of("look inside   ./sluice sql \"select status, count(*) from orders\""));
    view.expect(1_000_000);
    view.show(Statuses.at(Statuses.START, RunState.RUNNING, 250_000, 12_345));
    assertThat(text(out).replaceAll("\u001b\\[[0-9;]*[a-zA-Z]", "").replace("\r", "").lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(columns));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60})
  void on_a_narrow_terminal_no_figure_and_no_hint_is_lost(int columns) {
    LiveView view =
        new LiveView(
            around(true, Map.of("COLUMNS", "" + columns)),
            false,
            List.of("look inside   ./sluice sql \"select count(*) from orders\""));
    view.show(Statuses.at(Statuses.START, RunState.RUNNING, 1_234_567, 89));
    assertThat(text(out)).contains("1,234,567", "/s", "40 ms", "250 ms", "120 ms ago", "89");
    assertThat(text(out).replaceAll("\\s+|\u001b\\[[0-9;]*[a-zA-Z]", " "))
        .contains("select")
        .contains("from orders\"");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Whatever the width of the terminal that the tests are started from. */
  private static Map<String, String> withColumns(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("COLUMNS", "80");
    return all;
  }

  private Surroundings around(boolean terminal, Map<String, String> environment) {
    return new Surroundings(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new BufferedReader(new StringReader("")),
        environment.containsKey("COLUMNS") ? environment : withColumns(environment),
        Path.of("."),
        Path.of("."),
        terminal,
        Clock.systemUTC(),
        new ConsoleRedaction());
  }
}
