package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.view.PipelineState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who looks at letters of many pipelines has an answer in time, whatever their Kafka does. */
@Timeout(120)
class LettersInTimeTest {
  private static final List<String> NAMES =
      IntStream.range(0, 12).mapToObj(i -> "events" + i).toList();

  @TempDir private Path folder;
  private Farm farm;
  private ServerSocket silent;

  @BeforeEach
  void open() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress()); // It accepts, no more.
    farm = new Farm(folder);
    farm.write(
        "sluice.yaml", "kafka: {bootstrap.servers: '127.0.0.1:" + silent.getLocalPort() + "'}");
    NAMES.forEach(name -> farm.write(name + ".yaml", farm.linesOnKafka(name, "")));
    farm.start();
    NAMES.forEach(name -> farm.await(name, PipelineState.FAILED)); // No worker without a name.
  }

  @AfterEach
  void close() throws IOException {
    farm.close();
    silent.close();
  }

  @Test
  void a_kafka_that_says_nothing_holds_up_a_page_of_all_for_seconds_and_each_is_told() {
    TopicLetters letters = farm.fleet.letters().inTopics();
    long begin = System.nanoTime();

    Map<String, TopicLetters.Told> told = letters.kinds(NAMES);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    assertThat(told).containsOnlyKeys(NAMES);
    assertThat(told.values())
        .allSatisfy(
            one -> {
              assertThat(one.kinds()).isEmpty();
              assertThat(one.away().orElseThrow().getMessage())
                  .containsAnyOf("could not be read from Kafka within 3 s", "does not answer");
            });

    long again = System.nanoTime();
    assertThatThrownBy(() -> letters.kinds(NAMES.get(0))).isInstanceOf(Refusal.class);
    assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofSeconds(14));
  }
}
