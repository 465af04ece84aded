package io.sluice.connector.postgres;

import io.sluice.connector.postgres.StartingPoint.Start;
import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.GuardrailSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.event.Names;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.signal.Signals;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.ServerState;
import io.sluice.connector.postgres.watch.PublicationMark;
import io.sluice.connector.postgres.watch.PublicationWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run and the server have agreed upon before anything is read: the server as it was found,
 * the tables, and where to begin.
 *
 * @param captured the tables that are read, with the server's numbers
 * @param begin what became of the offset and the slot
 * @param position where to begin, with the tables that came since the last run planned
 */
record Agreement(
    ServerState server,
    Replication replication,
    Catalog catalog,
    Map<TableId, Integer> captured,
    Start begin,
    Position position,
    PublicationMark mark) {

  private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

  /**
   * Looks at the server, makes publication and slot if they are missing, and finds where to begin.
   *
   * @param start where an earlier run came to, null for none
   * @param lost what to do when the log behind it is gone
   * @param stopping whether to give up
   * @throws CancellationException when it is to be given up while somebody else has the slot
   * @throws ConnectException when the server is another one, or cannot give what is asked for
   */
  static Agreement reach(
      PostgresConfig config,
      @Nullable Position start,
      Connection sql,
      Connection replicating,
      Function<Catalog, LostLog> lost,
      BooleanSupplier stopping)
      throws SQLException {
    ServerState server = ServerState.of(sql, replicating);
    Replication replication = new Replication(config, sql, server.version());
    Catalog catalog = new Catalog(sql, config.selection());
    Map<TableId, Integer> captured = catalog.tables();
    GuardrailSettings.check(config, captured.size());
    new Names(config.names()).meeting(captured.keySet()).forEach(Agreement::sayMeeting);
    StartingPoint.requireSameLog(config, start, server, replicating);
    Set<TableId> published = published(config, catalog, captured);
    new SlotTurn(config, sql, stopping).await();
    replication.ensurePublication(published);
    PublicationWatch.requireWhole(config, sql);
    Start begin =
        new StartingPoint(config, replication, server)
            .agree(start, captured, replicating, lost.apply(catalog));
    Position position = NewTables.planned(begin.position(), captured, catalog, config);
    PublicationMark mark = PublicationMark.of(config, sql, server.version());
    Reads remembered = begin.position().reads();
    List<TableId> leftOut =
        mark.leftOutSince(remembered.publication(), remembered.known(), captured);
    if (config.rereads() && !position.snapshotting()) {
      position = NewTables.again(position, leftOut, captured, catalog);
    }
    return new Agreement(server, replication, catalog, captured, begin, position, mark);
  }

  /**
   * Whether a share of the tables means nothing any more: the connector made the slot before it
   * shared the tables out, so that one made here follows a loss.
   */
  boolean isVoid(@Nullable TaskShare given, @Nullable Position start) {
    return begin.anew() || begin.slotIsNew() || (given != null && !TaskLedgers.isFor(given, start));
  }

  /** The tables that a snapshot begun earlier had, null when all have to be read from the start. */
  @Nullable KnownTables earlier(@Nullable TaskShare share) {
    KnownTables earlier = position.snapshotting() ? begin.position().reads().known() : null;
    if (earlier == null && share != null && !share.first()) {
      return KnownTables.of(List.of()); // Which tables the first snapshot had is not known here.
    }
    return earlier;
  }

  /** The tables whose changes the stream must have. */
  static Set<TableId> published(
      PostgresConfig config, Catalog catalog, Map<TableId, Integer> captured) throws SQLException {
    Set<TableId> published = new LinkedHashSet<>(captured.keySet());
    TableId signals = Signals.tableOf(config.signals());
    if (signals != null && catalog.exists(signals)) {
      published.add(signals);
    }
    return published;
  }

  private static void sayMeeting(String topic, List<TableId> tables) {
    LOG.warn(
        "Tables {} all go to topic {}, which has fewer characters than their names: whoever reads"
            + " it takes rows of one for rows of the other. Leave all but one of them out, rename"
            + " them, or set topic.naming.strategy=SchemaUnicodeTopicNamingStrategy",
        tables,
        topic);
  }
}
