package io.sluice.connector.postgres.notification;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.NotificationSettings.Notifying;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the reading of tables over the channels that are enabled; nothing when none is. Called
 * by the reading thread, but for the JMX bean, which is asked by any.
 */
public final class Notifications implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final String INITIAL = "Initial Snapshot";
  private static final String LOST_LOG = "Lost Log";
  private static final String INCREMENTAL = "Incremental Snapshot";

  private final Notifying settings;
  private final String prefix;
  private final Clock clock;
  private final @Nullable NoticeBean bean;
  private final @Nullable NoticeRecords records;
  private final String initialId = UUID.randomUUID().toString();
  private final List<Notice> held = new ArrayList<>();

  /**
   * @param prefix name of the source
   * @param partition the source partition of records
   */
  public Notifications(
      Notifying settings, String prefix, Map<String, String> partition, Clock clock) {
    this.settings = settings;
    this.prefix = prefix;
    this.clock = clock;
    this.bean = settings.channels().contains("jmx") ? new NoticeBean(prefix) : null;
    String topic = settings.channels().contains("sink") ? settings.topic() : null;
    this.records = topic == null ? null : new NoticeRecords(topic, partition);
  }

  /**
   * The snapshot that comes before the stream. Its records are held until there is a place in the
   * stream to say with them.
   *
   * @param type STARTED, COMPLETED or ABORTED
   */
  public void initial(String type) {
    if (isHeard()) {
      Notice notice = tell(INITIAL, initialId, type, Map.of());
      if (records != null) {
        held.add(notice);
      }
    }
  }

  /**
   * Changes are lost, and the tables are read again. Its record is held like those of {@link
   * #initial}.
   *
   * @param problem what happened, and which changes
   * @param tables of which rows may be left in the targets that are gone at the source
   */
  public void lostLog(String problem, Collection<TableId> tables) {
    if (isHeard()) {
      Notice notice =
          tell(
              LOST_LOG,
              UUID.randomUUID().toString(),
              "REREAD",
              Map.of(
                  "problem",
                  problem,
                  "data_collections",
                  tables.stream().map(TableId::toString).collect(Collectors.joining(","))));
      if (records != null) {
        held.add(notice);
      }
    }
  }

  /** Whether records are held. */
  public boolean isHolding() {
    return !held.isEmpty();
  }

  /** Gives over what is held. */
  public void release(Map<String, ?> offset, Consumer<SourceRecord> to) {
    if (records != null) {
      held.forEach(notice -> to.accept(records.of(notice, offset)));
    }
    held.clear();
  }

  /**
   * A reading beside the stream.
   *
   * @param type STARTED, DATA_COLLECTIONS_RESOLVED, IN_PROGRESS, TABLE_SCAN_COMPLETED, PAUSED,
   *     RESUMED, ABORTED or COMPLETED
   * @param id of the signal that asked for it, null when nobody did
   * @param offset of the place, null when there is none yet
   */
  public void incremental(
      String type,
      @Nullable String id,
      Map<String, String> details,
      @Nullable Map<String, ?> offset,
      Consumer<SourceRecord> to) {
    if (!isHeard()) {
      return;
    }
    Notice notice =
        tell(INCREMENTAL, id == null ? UUID.randomUUID().toString() : id, type, details);
    if (records != null && offset != null) {
      to.accept(records.of(notice, offset));
    }
  }

  private boolean isHeard() {
    return !settings.channels().isEmpty();
  }

  private Notice tell(String aggregate, String id, String type, Map<String, String> details) {
    Map<String, String> data = new LinkedHashMap<>(details);
    data.put("connector_name", prefix);
    Notice notice = new Notice(id, aggregate, type, data, clock.millis());
    if (settings.channels().contains("log")) {
      LOG.info("[Notification Service] {}", notice.json());
    }
    if (bean != null) {
      bean.add(notice);
    }
    return notice;
  }

  @Override
  public void close() {
    if (bean != null) {
      bean.close();
    }
  }
}
