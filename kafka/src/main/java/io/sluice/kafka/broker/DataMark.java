package io.sluice.kafka.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.metadata.properties.MetaProperties;

/**
 * The file {@code meta.properties}, by which Kafka knows a folder of data as its own. Checked
 * before Kafka reads it: its own exceptions name neither the file nor what to do.
 */
final class DataMark {
  private static final String NAME = "meta.properties";

  private DataMark() {}

  /**
   * Whether the folder has been formatted.
   *
   * @throws BrokerDataException when the file is not one that Kafka can begin with, or is missing
   *     beside records: formatted anew, these would be another cluster's
   */
  static boolean isThere(Path data) {
    Path file = data.resolve(NAME);
    try {
      if (Files.exists(file)) {
        check(file);
        return true;
      }
      if (hasRecords(data)) {
        throw new BrokerDataException(
            file + " is missing beside the topics of this Kafka, whose cluster id it had", null);
      }
      return false;
    } catch (IOException e) {
      throw new BrokerDataException(file + " cannot be read: check its permissions", e);
    }
  }

  private static void check(Path file) throws IOException {
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      said.load(reader);
    } catch (IllegalArgumentException e) {
      throw new BrokerDataException(file + " is damaged: it is no file of properties", e);
    }
    String version = said.getProperty("version");
    if (version == null || said.getProperty("cluster.id", "").isBlank()) {
      throw new BrokerDataException(
          file
              + " is damaged: expected version, cluster.id and node.id but found no "
              + (version == null ? "version" : "cluster.id"),
          null);
    }
    if (!version.equals("1")) {
      throw new BrokerDataException(
          file + " is of another version of Kafka: expected version 1 but found " + version, null);
    }
    String node = said.getProperty("node.id");
    if (!String.valueOf(BrokerConfig.NODE).equals(node)) {
      throw new BrokerDataException(
          file + " is damaged: expected node.id " + BrokerConfig.NODE + " but found " + node, null);
    }
    try {
      new MetaProperties.Builder(said).build();
    } catch (RuntimeException e) {
      throw new BrokerDataException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** A kill in the midst of the formatting leaves folders behind, and no records. */
  private static boolean hasRecords(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(data, 2)) {
      return files.anyMatch(each -> each.toString().endsWith(".log") && Files.isRegularFile(each));
    }
  }
}
