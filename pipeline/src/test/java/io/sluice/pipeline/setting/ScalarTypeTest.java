package io.sluice.pipeline.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTypeTest {
  private static final Place PLACE = new Place(Path.of("p.yaml"), 1, 1, "window");
  private static final ScalarType<Duration> DURATION =
      ScalarType.duration(Duration.ofMillis(1), Duration.ofDays(30));
  private static final ScalarType<ByteSize> SIZE =
      ScalarType.size(new ByteSize(1), ByteSize.ofMegabytes(1 << 20));

  private final Problems problems = new Problems();

  private static Yaml.Scalar yaml(String text) {
    return new Yaml.Scalar(PLACE, text);
  }

  @ParameterizedTest
  @CsvSource({
    "200ms, 200",
    "60s, 60000",
    "1.5h, 5400000",
    "1d, 86400000",
    "0.5s, 500",
    "30d, 2592000000"
  })
  void durations_are_read_in_their_unit(String text, long millis) {
    assertThat(DURATION.read(yaml(text), problems)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "ms", "-1s", "1 s", "1S", "0ms", "31d", "1w", "1e3s", "١s", "s1"})
  void what_is_no_duration_in_bounds_is_refused(String text) {
    assertThat(DURATION.read(yaml(text), problems)).isNull();
    assertThat(problems.sorted())
        .singleElement()
        .asString()
        .contains("expected a duration from 1ms to 30d", "found '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"64MB, 67108864", "512KB, 524288", "1GB, 1073741824", "10B, 10", "1.5KB, 1536"})
  void sizes_are_read_in_powers_of_1024(String text, long bytes) {
    assertThat(SIZE.read(yaml(text), problems)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "64M", "64mb", "-1MB", "0B", "99999999GB"})
  void what_is_no_size_in_bounds_is_refused(String text) {
    assertThat(SIZE.read(yaml(text), problems)).isNull();
    assertThat(problems.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1%, 0.01", "99.9%, 0.999", "0%, 0", "100%, 1"})
  void shares_are_read_as_fractions(String text, double fraction) {
    Ratio read = ScalarType.ratio().read(yaml(text), problems);

    assertThat(read).isNotNull();
    assertThat(read.fraction()).isCloseTo(fraction, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.01", "101%", "-1%", "%", "1 %"})
  void a_share_needs_its_sign(String text) {
    assertThat(ScalarType.ratio().read(yaml(text), problems)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "250_000, 250000", "0, 0"})
  void whole_numbers_may_have_underscores(String text, long number) {
    assertThat(ScalarType.count(0, 1_000_000).read(yaml(text), problems)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000001", "-1", "1.0", "1e3", "_1", "99999999999999999999999999"})
  void other_numbers_are_refused(String text) {
    assertThat(ScalarType.count(0, 1_000_000).read(yaml(text), problems)).isNull();
  }

  @Test
  void choices_are_small_letters_and_a_misspelt_one_is_answered() {
    ScalarType<ErrorPolicy.OnRecord> type = ScalarType.choice(ErrorPolicy.OnRecord.class);

    assertThat(type.read(yaml("dead_letter"), problems))
        .isEqualTo(ErrorPolicy.OnRecord.DEAD_LETTER);
    assertThat(type.read(yaml("dead-leter"), problems)).isNull();
    assertThat(problems.sorted())
        .singleElement()
        .asString()
        .endsWith("Did you mean 'dead_letter'?");
  }

  @Test
  void every_default_in_the_reference_can_be_written_as_it_is_shown() {
    assertThat(DURATION.read(yaml(DURATION.show(Duration.ofSeconds(90))), problems))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(SIZE.read(yaml(SIZE.show(ByteSize.ofMegabytes(64))), problems))
        .isEqualTo(ByteSize.ofMegabytes(64));
    assertThat(ScalarType.ratio().show(Ratio.ofPercent(0.5))).isEqualTo("0.5%");
  }

  @Test
  void a_list_where_one_value_belongs_is_refused() {
    Yaml list = new Yaml.Sequence(PLACE, List.of(yaml("1s")));

    assertThat(DURATION.read(list, problems)).isNull();
    assertThat(problems.sorted()).singleElement().asString().endsWith("found a list");
  }
}
