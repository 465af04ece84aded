package io.sluice.connector.table.stored;

import java.sql.SQLException;
import org.apache.kafka.common.TopicPartition;

/** Somebody else committed under our name: a second instance runs, or did until just now. */
public final class OffsetsTakenException extends SQLException {
  private static final long serialVersionUID = 1L;

  OffsetsTakenException(String name, TopicPartition partition, SQLException cause) {
    this(name, partition);
    initCause(cause);
  }

  OffsetsTakenException(String name, TopicPartition partition) {
    super(
        "the stored offset of "
            + partition
            + " under the name '"
            + name
            + "' was changed by somebody else. Stop the other instance of this pipeline, or give"
            + " one of the two another name.");
  }
}
