package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.plugin.Plugins;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.events.EventType;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Ignite's connectors in front of an Ignite. They keep what they have in static fields, so
 * each run gets classes of its own, as it does in a process of its own.
 */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IgniteTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ARTIFACT = "org.apache.ignite:ignite-kafka:2.9.0";

  @TempDir Path folder;
  private Ignite server;
  private Path client = Path.of("");

  /** One node of a process sets a filter for all of it, and the next one refuses to. */
  @BeforeAll
  static void allowTwoNodes() {
    System.setProperty("IGNITE_ENABLE_OBJECT_INPUT_FILTER_AUTOCONFIGURATION", "false");
  }

  @BeforeEach
  void start() throws IOException {
    int port = FreePort.claim();
    String address = "127.0.0.1:" + port;
    server =
        Ignition.start(
            new IgniteConfiguration()
                .setIgniteInstanceName("server")
                .setLocalHost("127.0.0.1")
                .setWorkDirectory(folder.resolve("server").toString())
                .setPeerClassLoadingEnabled(true)
                .setIncludeEventTypes(EventType.EVT_CACHE_OBJECT_PUT)
                .setDiscoverySpi(
                    new TcpDiscoverySpi()
                        .setLocalPort(port)
                        .setLocalPortRange(0)
                        .setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(List.of(address)))));
    client = Files.writeString(folder.resolve("client.xml"), settings(address));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tried(
      connector = "Apache Ignite",
      artifact = ARTIFACT,
      kind = "sink",
      what = "keys and values into a cache of an Ignite 2.17: inserts, updates; stop and go on",
      note =
          "declares no settings: put them under `undeclared`; has no service files: name its class,"
              + " and its `topics`; on a JDK 17 it needs `ignite-core` and `ignite-spring` 2.17 in"
              + " its folder and Ignite's `--add-opens`; keeps its connection in static fields: one"
              + " pipeline a process, and a new process behind a failure")
  void a_cache_is_filled_and_gone_on_with() throws Exception {
    IgniteCache<Integer, String> people = server.getOrCreateCache("people");
    Map<Integer, String> expected = new java.util.TreeMap<>();
    for (int run = 0; run < 2; run++) {
      try (Exchange exchange = new Exchange(rows(run * 100, run * 100 + 150, "run " + run));
          Plugins plugins = plugins();
          Engine engine = new Engine(folder, plugins)) {
        Path file =
            new PipelineFile("people" + run)
                .source(GivenSource.class.getName(), exchange.config())
                .sink(
                    "cache",
                    "org.apache.ignite.stream.kafka.connect.IgniteSinkConnector",
                    Map.of(
                        "topics", "people",
                        "igniteCfg", client.toString(),
                        "cacheName", "people",
                        "cacheAllowOverwrite", "true"))
                .retryingSoon()
                .writeTo(folder);
        PipelineRun started = engine.startOnce(file);
        assertThat(started.awaitEnd(SOON).state())
            .as("%s", started.status())
            .isEqualTo(RunState.COMPLETED);
      }
      String value = "run " + run;
      IntStream.range(run * 100, run * 100 + 150).forEach(i -> expected.put(i, value));

      assertThat(content(people)).isEqualTo(expected);
    }
  }

  @Test
  @Tried(
      connector = "Apache Ignite",
      artifact = ARTIFACT,
      kind = "source",
      what = "events of a cache of an Ignite 2.17, stopped and started again",
      note =
          "as above; its values are Ignite's own objects, for which a transform or a sink must know"
              + " what to do; what happens while it is stopped it does not see")
  void events_of_a_cache_are_read() throws Exception {
    IgniteCache<Integer, String> people = server.getOrCreateCache("people");
    for (int run = 0; run < 2; run++) {
      try (Exchange exchange = new Exchange(List.of());
          Plugins plugins = plugins();
          Engine engine = new Engine(folder, plugins)) {
        PipelineRun started =
            engine.start(
                new PipelineFile("events")
                    .source(
                        "org.apache.ignite.stream.kafka.connect.IgniteSourceConnector",
                        Map.of(
                            "igniteCfg", client.toString(),
                            "cacheName", "people",
                            "cacheEvts", "put",
                            "topicNames", "people"))
                    .sink("kept", KeptSink.class.getName(), exchange.config())
                    .retryingSoon()
                    .writeTo(folder));
        AtomicInteger tries = new AtomicInteger();
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  people.put(-1, "try " + tries.incrementAndGet());
                  assertThat(exchange.kept()).as("%s", started.status()).isNotEmpty();
                });
        IntStream.range(0, 200).forEach(i -> people.put(i, "name " + i));

        List<String> expected =
            IntStream.range(0, 200).mapToObj(i -> i + " name " + i).sorted().toList();
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(events(exchange)).as("%s", started.status()).isEqualTo(expected));
        RunStatus end = started.stop(SOON);
        assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
      }
    }
  }

  private static Plugins plugins() {
    Path target =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/ignite");
    return Plugins.of(List.of(Distribution.plugins(), target));
  }

  private static List<org.apache.kafka.connect.source.SourceRecord> rows(
      int from, int to, String value) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new org.apache.kafka.connect.source.SourceRecord(
                    Map.of(), Map.of("given", i), "people", null, i, null, value))
        .toList();
  }

  private static Map<Integer, String> content(IgniteCache<Integer, String> cache) {
    Map<Integer, String> content = new java.util.TreeMap<>();
    cache.forEach(entry -> content.put(entry.getKey(), entry.getValue()));
    return content;
  }

  /** The event's class is the plugin's, which is none of ours. */
  private static List<String> events(Exchange exchange) {
    return exchange.kept().stream()
        .map(SinkRecord::value)
        .map(event -> asked(event, "key") + " " + asked(event, "newValue"))
        .filter(event -> !event.startsWith("-1 "))
        .sorted()
        .toList();
  }

  private static Object asked(Object event, String method) {
    try {
      return event.getClass().getMethod(method).invoke(event);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private String settings(String address) {
    return """
    <beans xmlns="http://www.springframework.org/schema/beans"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="http://www.springframework.org/schema/beans
          http://www.springframework.org/schema/beans/spring-beans.xsd">
      <bean class="org.apache.ignite.configuration.IgniteConfiguration">
        <property name="clientMode" value="true"/>
        <property name="localHost" value="127.0.0.1"/>
        <property name="workDirectory" value="%s"/>
        <property name="peerClassLoadingEnabled" value="true"/>
        <property name="discoverySpi">
          <bean class="org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi">
            <property name="ipFinder">
              <bean class="org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder">
                <property name="addresses"><list><value>%s</value></list></property>
              </bean>
            </property>
          </bean>
        </property>
      </bean>
    </beans>
    """
        .formatted(folder.resolve("client"), address);
  }
}
