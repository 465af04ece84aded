package io.sluice.acceptance.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What applications in JavaScript ask of a registry, by the two clients that they use. */
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NpmClientsTest {
  @TempDir static Path folder;
  private static OwnRegistry registry;

  @BeforeAll
  static void start() {
    registry = OwnRegistry.start(folder);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avro",
        "avroReferences",
        "json",
        "jsonReferences",
        "protobuf",
        "protobufReferences",
        "refusals"
      })
  void the_client_of_kafkajs_is_served(String name) {
    NpmClients.run("kafkajs.cjs", registry.url(), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry",
        "guid",
        "metadata",
        "settings",
        "compatibility",
        "deletes",
        "avro",
        "avroInHeaders",
        "avroReferences",
        "json",
        "protobuf",
        "protobufRegistersItself"
      })
  void confluents_own_client_is_served(String name) {
    NpmClients.run("confluent.cjs", registry.url(), name);
  }
}
