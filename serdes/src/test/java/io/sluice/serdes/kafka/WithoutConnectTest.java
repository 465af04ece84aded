package io.sluice.serdes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.serdes.server.RunningRegistry;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What producers and consumers use, on a class path that has Kafka's clients and no Connect. */
class WithoutConnectTest {
  @TempDir static Path folder;
  private static RunningRegistry registry;

  @BeforeAll
  static void serve() {
    registry = RunningRegistry.in(folder);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void objects_of_all_formats_come_back_and_what_is_refused_is_told() throws Exception {
    try (URLClassLoader clients =
        new URLClassLoader(classPath().toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(
              () -> clients.loadClass("org.apache.kafka.connect.errors.ConnectException"))
          .isInstanceOf(ClassNotFoundException.class);

      Object told =
          clients
              .loadClass(PlainClient.class.getName())
              .getMethod("exchange", String.class)
              .invoke(null, registry.url());

      assertThat(told)
          .isEqualTo(
              List.of(
                  "{a=1}",
                  "id: 7",
                  "text",
                  "SerializationException: topic protobuf, value, schema id 2: expected a record"
                      + " with a schema of type JSON, found one of type PROTOBUF; use the converter"
                      + " or deserializer of that format",
                  "SerializationException: topic json, value: expected how deep a message is"
                      + " nested, from 0 to 128; found -62",
                  "SerializationException: topic json, value: the value: does not fit its JSON"
                      + " Schema at [/properties/a/type]",
                  "TimeoutException"));
    }
  }

  private static List<URL> classPath() throws Exception {
    List<URL> all = new ArrayList<>();
    int left = 0;
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (new File(each).getName().startsWith("connect-")) {
        left++;
      } else {
        all.add(new File(each).toURI().toURL());
      }
    }
    assertThat(left).as("Connect on the class path of this test").isPositive();
    return all;
  }
}
