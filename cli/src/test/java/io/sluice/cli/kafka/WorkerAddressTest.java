package io.sluice.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a worker's addresses before anything of it starts. */
class WorkerAddressTest {
  @TempDir Path folder;

  private Invocation worker(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "worker";
    System.arraycopy(options, 0, all, 1, options.length);
    return Invocation.in(folder, Map.of(), all);
  }

  @ParameterizedTest
  @CsvSource({
    "--kafka-port, 70000, --kafka-port: expected 0 to 65535 but found 70000",
    "--listen, 127.0.0.1:99999, --listen: expected a port from 0 to 65535 but found 99999",
    "--listen, 8083, --listen: expected host:port but found '8083'",
    "--listen, nohost.invalid:28083, 'there is no host nohost.invalid, which --listen names'",
    "--listen, 192.0.2.7:8083, '192.0.2.7, which --listen names, is no address of this machine'",
  })
  void a_mistake_is_told_with_its_option(String option, String value, String message) {
    Invocation worker = worker(option, value);

    assertThat(worker.code()).isEqualTo(2);
    assertThat(worker.err()).contains(message);
    assertThat(folder.resolve(".sluice").resolve("kafka")).doesNotExist();
  }

  @Test
  void a_kafka_that_runs_in_this_folder_is_told_by_its_process() throws IOException {
    Path kafka = Files.createDirectories(folder.resolve(".sluice").resolve("kafka"));
    Path file = Files.writeString(kafka.resolve("broker.lock"), "4711");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock(Long.MAX_VALUE - 1, 1, false)) {
      Invocation worker = worker();

      assertThat(worker.code()).isEqualTo(4);
      assertThat(worker.err()).contains("in use by a broker in process 4711");
    }
  }

  @Test
  void an_address_where_somebody_listens_is_told_with_the_option_that_names_another()
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = "" + taken.getLocalPort();

      Invocation rest = worker("--kafka-port", "0", "--listen", "127.0.0.1:" + port);
      Invocation kafka = worker("--kafka-port", port, "--listen", "127.0.0.1:0");

      assertThat(rest.code()).isEqualTo(4);
      assertThat(rest.err())
          .contains("127.0.0.1:" + port + ", where Kafka Connect's REST", "--listen");
      assertThat(kafka.code()).isEqualTo(4);
      assertThat(kafka.err()).contains("Port " + port, "--kafka-port");
    }
  }
}
