package io.sluice.connector.table.write;

import io.sluice.connector.table.config.NameSettings;
import io.sluice.connector.table.config.SchemaSettings;
import io.sluice.connector.table.record.RowField;
import io.sluice.connector.table.sql.Table;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people are told of how one table follows the schemas, in the log: what they may not expect,
 * and what to do about it. Used by one thread.
 */
final class EvolutionNotes {
  private static final Logger LOG = LoggerFactory.getLogger(EvolutionNotes.class);

  private final Table.Name name;

  /** Columns of which something was said that stays as it is. */
  private final Set<String> said = new HashSet<>();

  /** Of that table; nothing was said yet. */
  EvolutionNotes(Table.Name name) {
    this.name = name;
  }

  /**
   * Columns were added. One that somebody renamed or dropped looks to the sink like one that is
   * still to come.
   *
   * @param before columns that this pipeline has written
   */
  void madeAnew(Set<String> added, Set<String> before) {
    for (String column : added) {
      if (before.contains(column)) {
        LOG.warn(
            "Column '{}' of table {} is added anew: this pipeline has written it before, and it was"
                + " dropped or renamed since. Rows that are there have no value in it. If it was"
                + " renamed: drop the new one, and name the other in {}.{}",
            column,
            name,
            NameSettings.COLUMN_RENAME,
            name);
      }
    }
  }

  /** The table is as it is seen now. Said once: each new row is going to be refused. */
  void needed(Table table) {
    for (String column : table.needed()) {
      if (said.add(column)) {
        LOG.warn(
            "Column '{}' of table {} must have a value, has no default, and is in no record: rows"
                + " that are not there yet will be refused. Give it a default, or let it be empty",
            column,
            table.name());
      }
    }
  }

  /** The table gets no column for a field. Said once. */
  void leftOut(RowField field) {
    if (said.add(field.column())) {
      LOG.warn(
          "Field '{}' is left out of table {}, which has no column for it ({}=discard)",
          field.field().name(),
          name,
          SchemaSettings.EVOLUTION);
    }
  }

  /** A column may be null from now on. The table may be the user's own, who meant it. */
  void relaxed(Table table, Table.Column column, String reason) {
    LOG.warn(
        "Column '{}' of table {} is no longer NOT NULL, as it {}. To keep it so and refuse such"
            + " rows, set {}.{}=freeze and make it NOT NULL again",
        column.name(),
        table.name(),
        reason,
        SchemaSettings.EVOLUTION,
        table.name());
  }
}
