package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunFigures.TableFigures;
import io.sluice.testkit.HandClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connectors tell of their snapshots through JMX is read, ours and those of Debezium. */
class SnapshotBeansTest {
  private static final String NAME =
      "debezium.postgres:type=connector-metrics,context=snapshot,server=";

  private static final String PIPELINE = "orders to the warehouse";

  private final HandClock clock = new HandClock();
  private final List<ObjectName> registered = new ArrayList<>();

  /** What every connector of Debezium's tells. */
  public interface OfDebeziumMXBean {
    boolean isSnapshotRunning();

    boolean isSnapshotAborted();

    int getTotalTableCount();

    int getRemainingTableCount();

    Map<String, Long> getRowsScanned();
  }

  /** What ours tells beside that. */
  public interface OfOursMXBean extends OfDebeziumMXBean {
    String getConnector();

    long getExpectedRows();

    double getShare();

    long getEstimatedSecondsLeft();

    Map<String, Integer> getChunks();

    Map<String, Integer> getChunksRead();
  }

  /** At one moment. */
  public static class OfDebezium implements OfDebeziumMXBean {
    boolean running = true;
    int left = 1;
    final Map<String, Long> rows = new TreeMap<>();

    @Override
    public boolean isSnapshotRunning() {
      return running;
    }

    @Override
    public boolean isSnapshotAborted() {
      return false;
    }

    @Override
    public int getTotalTableCount() {
      return 2;
    }

    @Override
    public int getRemainingTableCount() {
      return left;
    }

    @Override
    public Map<String, Long> getRowsScanned() {
      return rows;
    }
  }

  /** At one moment. */
  public static final class OfOurs extends OfDebezium implements OfOursMXBean {
    String connector = PIPELINE;

    @Override
    public String getConnector() {
      return connector;
    }

    @Override
    public long getExpectedRows() {
      return 1_000;
    }

    @Override
    public double getShare() {
      return 0.25;
    }

    @Override
    public long getEstimatedSecondsLeft() {
      return 90;
    }

    @Override
    public Map<String, Integer> getChunks() {
      return Map.of("public.orders", 8, "public.empty", 1);
    }

    @Override
    public Map<String, Integer> getChunksRead() {
      return Map.of("public.orders", 2, "public.empty", 0);
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

  private SnapshotBeans beans(String prefix) {
    return new SnapshotBeans(PIPELINE, () -> Optional.of(prefix), clock::nanos);
  }

  @Test
  void ours_tells_rows_chunks_share_and_time_left() throws JMException {
    OfOurs bean = new OfOurs();
    bean.rows.put("public.orders", 250L);
    register(bean, "shop");
    register(new OfOurs(), "shop2");

    SnapshotFigures figures = beans("shop").read().orElseThrow();

    assertThat(figures)
        .isEqualTo(
            new SnapshotFigures(
                SnapshotState.RUNNING,
                2,
                1,
                250,
                1_000,
                0.25,
                Optional.of(Duration.ofSeconds(90)),
                List.of(
                    new TableFigures("public.orders", 250, 8, 2),
                    new TableFigures("public.empty", 0, 1, 0))));
  }

  @Test
  void debezium_tells_rows_and_a_share_by_tables() throws JMException {
    OfDebezium bean = new OfDebezium();
    bean.rows.put("public.orders", 250L);
    register(bean, "shop");

    SnapshotFigures figures = beans("shop").read().orElseThrow();

    assertThat(figures.share()).isEqualTo(0.5);
    assertThat(figures.expectedRows()).isNegative();
    assertThat(figures.byTable()).containsExactly(new TableFigures("public.orders", 250, 0, 0));
  }

  @Test
  void several_tasks_are_one_snapshot() throws JMException {
    OfOurs one = new OfOurs();
    one.rows.put("public.orders", 100L);
    register(one, "shop");
    OfOurs other = new OfOurs();
    other.rows.put("public.orders", 50L);
    other.running = false;
    register(other, "shop,task=1");

    SnapshotFigures figures = beans("shop").read().orElseThrow();

    assertThat(figures.rows()).isEqualTo(150);
    assertThat(figures.state()).isEqualTo(SnapshotState.RUNNING);
    assertThat(figures.byTable().get(0)).isEqualTo(new TableFigures("public.orders", 150, 16, 4));
  }

  @Test
  void another_connector_with_the_same_prefix_is_not_taken_for_it() throws JMException {
    OfOurs other = new OfOurs();
    other.connector = "customers";
    other.rows.put("public.customers", 9L);
    register(other, "shop");
    assertThat(beans("shop").read()).isEmpty();

    OfOurs mine = new OfOurs();
    mine.rows.put("public.orders", 250L);
    register(mine, "shop,connector=\"orders to the warehouse\"");

    SnapshotFigures figures = beans("shop").read().orElseThrow();

    assertThat(figures.rows()).isEqualTo(250);
    assertThat(figures.tables()).isEqualTo(2);
  }

  @Test
  void what_was_read_last_stays_when_the_source_is_gone() throws JMException {
    OfOurs bean = new OfOurs();
    register(bean, "shop");
    SnapshotBeans beans = beans("shop");
    assertThat(beans.read()).isPresent();
    bean.running = false;
    bean.left = 0;
    assertThat(beans.read().orElseThrow().state())
        .as("asked again within a second")
        .isEqualTo(SnapshotState.RUNNING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(beans.read().orElseThrow().state()).isEqualTo(SnapshotState.COMPLETED);

    unregister();
    registered.clear();
    clock.advance(Duration.ofMinutes(1));

    assertThat(beans.read().orElseThrow().state()).isEqualTo(SnapshotState.COMPLETED);
  }

  @Test
  void a_source_that_tells_nothing_has_no_figures() {
    assertThat(beans("nobody").read()).isEmpty();
    assertThat(beans("a,b=\"c*").read()).isEmpty();
  }
}
