package io.sluice.kafka.run;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the Kafka of a folder is while it runs, so that a second pipeline of this machine can use
 * it.
 *
 * @param bootstrapServers of the broker
 * @param connect the REST API of the worker
 */
public record KafkaAddress(String bootstrapServers, URI connect) {
  /** Where Kafka's data lies in a state folder. */
  public static final String FOLDER = "kafka";

  private static final String FILE = "address.properties";

  /** The one that runs, or ran until it was killed, on the data in this folder. */
  public static Optional<KafkaAddress> find(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      said.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    String servers = said.getProperty("bootstrap.servers");
    String connect = said.getProperty("connect");
    return servers == null || connect == null
        ? Optional.empty()
        : Optional.of(new KafkaAddress(servers, URI.create(connect)));
  }

  void write(Path folder) {
    Properties said = new Properties();
    said.setProperty("bootstrap.servers", bootstrapServers);
    said.setProperty("connect", connect.toString());
    try (Writer writer = Files.newBufferedWriter(folder.resolve(FILE))) {
      said.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write into " + folder, e);
    }
  }

  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove from " + folder, e);
    }
  }
}
