package io.sluice.connector.postgres.watch;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.jmx.BeanName;
import io.sluice.connector.postgres.jmx.OwnBean;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of which captured tables the stream has changes, for who asks through JMX. A table that comes to
 * the publication later stays among those that it lacks until the task begins anew: what changed
 * before was not sent, and only a task that begins looks for it. Thread-safe.
 */
final class Coverage implements StreamingMetricsMXBean, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);

  private final String connector;
  private final OwnBean bean = new OwnBean(this, StreamingMetricsMXBean.class);
  private final Set<String> unpublished = new TreeSet<>();
  private List<String> captured = List.of();

  /**
   * @param connector whose, by its runtime's name
   */
  Coverage(String prefix, String connector) {
    this.connector = connector;
    try {
      bean.register(BeanName.of("streaming", prefix, connector));
    } catch (JMException e) {
      LOG.warn("The tables that the publication lacks cannot be seen through JMX", e);
    }
  }

  /** These are captured now. */
  synchronized void captures(Collection<TableId> tables) {
    captured = tables.stream().map(TableId::toString).sorted().toList();
    unpublished.retainAll(captured); // One that was dropped lacks nothing.
  }

  /**
   * The publication lacks a table.
   *
   * @return whether nobody knew yet
   */
  synchronized boolean lacks(TableId table) {
    return unpublished.add(table.toString());
  }

  @Override
  public String getConnector() {
    return connector;
  }

  @Override
  public synchronized String[] getCapturedTables() {
    return captured.toArray(String[]::new);
  }

  @Override
  public synchronized String[] getUnpublishedTables() {
    return unpublished.toArray(String[]::new);
  }

  @Override
  public void close() {
    bean.close();
  }
}
