package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HandClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that a source gets no changes of are read from what it tells through JMX. */
class StreamBeansTest {
  private static final String NAME =
      "debezium.postgres:type=connector-metrics,context=streaming,server=";

  private final HandClock clock = new HandClock();
  private final List<ObjectName> registered = new ArrayList<>();

  /** What ours tells. */
  public interface OursMXBean {
    String getConnector();

    String[] getUnpublishedTables();
  }

  /** At one moment. */
  public record Ours(String connector, List<String> tables) implements OursMXBean {
    @Override
    public String getConnector() {
      return connector;
    }

    @Override
    public String[] getUnpublishedTables() {
      return tables.toArray(String[]::new);
    }
  }

  /** Debezium's do not tell. */
  public interface DebeziumsMXBean {
    String[] getCapturedTables();
  }

  /** At one moment. */
  public static final class Debeziums implements DebeziumsMXBean {
    @Override
    public String[] getCapturedTables() {
      return new String[] {"public.orders"};
    }
  }

  @AfterEach
  void unregister() throws JMException {
    for (ObjectName name : registered) {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }
  }

  private void register(Object bean, String server) throws JMException {
    ObjectName name = new ObjectName(NAME + server);
    ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
    registered.add(name);
  }

  private StreamBeans beans(String pipeline, String prefix) {
    return new StreamBeans(pipeline, () -> Optional.of(prefix), clock::nanos);
  }

  @Test
  void each_pipeline_has_the_tables_that_its_own_source_tells() throws JMException {
    register(new Ours("orders", List.of("public.b", "public.a")), "unsent");
    register(new Ours("returns", List.of("public.c")), "unsent,connector=\"returns\"");
    register(new Debeziums(), "silent");

    assertThat(beans("orders", "unsent").unpublished()).containsExactly("public.a", "public.b");
    assertThat(beans("returns", "unsent").unpublished()).containsExactly("public.c");
    assertThat(beans("orders", "silent").unpublished()).isEmpty();
    assertThat(beans("orders", "nobody").unpublished()).isEmpty();
    assertThat(beans("orders", "no*body,").unpublished()).isEmpty();
  }

  @Test
  void it_is_asked_anew_after_a_few_seconds() throws JMException {
    StreamBeans beans = beans("orders", "later");
    assertThat(beans.unpublished()).isEmpty();
    register(new Ours("orders", List.of("public.a")), "later");
    assertThat(beans.unpublished()).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(beans.unpublished()).containsExactly("public.a");
  }
}
