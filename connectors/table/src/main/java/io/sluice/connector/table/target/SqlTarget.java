package io.sluice.connector.table.target;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.stored.StoredSchemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * What the targets of all dialects do alike: rows and offsets end in one transaction of one
 * connection. A dialect says what is to be done before and behind that. Used by one thread.
 */
public abstract class SqlTarget implements Target {
  private final StoredOffsets offsets;
  private final StoredSchemas schemas;
  private final Function<SQLException, Fault> faults;

  /**
   * A target.
   *
   * @param faults see {@link #fault}
   */
  protected SqlTarget(TableSinkConfig config, Function<SQLException, Fault> faults) {
    offsets = new StoredOffsets(config.offsetsTable());
    schemas = new StoredSchemas(config.offsetsTable());
    this.faults = faults;
  }

  /** What each pipeline has brought into a table. */
  protected final StoredSchemas schemas() {
    return schemas;
  }

  /** The tables in which the sink keeps what it has to know: they are to be there. */
  protected final List<Table> ownTables() {
    return List.of(offsets.table(), schemas.table());
  }

  /** That of the open transaction. */
  protected abstract Connection connection() throws SQLException;

  /**
   * Brings all that is to be committed into the open transaction, where it is not yet there.
   *
   * @param table of the offsets, which are written next
   */
  protected void beforeOffsets(Table.Name table) throws SQLException {}

  /** Commits the open transaction, which has everything; what was known of it is over then. */
  protected void end() throws SQLException {
    connection().commit();
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return offsets.read(connection(), name, topics);
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    beforeOffsets(offsets.table().name());
    offsets.write(connection(), name, from, to);
    end();
  }

  @Override
  public Fault fault(SQLException e) {
    return faults.apply(e);
  }
}
