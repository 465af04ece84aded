package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.ContractCases;
import io.sluice.connector.table.dialect.EngineCases;
import io.sluice.connector.table.dialect.LimitCases;
import io.sluice.connector.table.dialect.ModeCases;
import io.sluice.connector.table.dialect.NameCases;
import io.sluice.connector.table.dialect.PolicyCases;
import io.sluice.connector.table.dialect.RawCases;
import io.sluice.connector.table.dialect.SyncCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TransactionCases;
import io.sluice.connector.table.dialect.TroubleCases;
import io.sluice.connector.table.dialect.UpsertCases;
import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What databases without a dialect have to pass, each tried in this process. */
abstract class JdbcSuites {
  abstract TargetUnderTest fresh(Path emptyFolder);

  @Nested
  class Engines extends EngineCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Contract extends ContractCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Upserts extends UpsertCases {
    /** It keeps the column, without the row. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_crash_undoes_tables_and_columns_with_the_rows_that_needed_them() {}

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Trouble extends TroubleCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Transactions extends TransactionCases {
    /** What is larger than batch.max.bytes cannot be done again behind a change of a table. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_transaction_too_large_to_be_held_back_is_whole_all_the_same() {}

    @Disabled("the same")
    @Override
    @Test
    protected void
        the_end_of_a_large_transaction_asks_for_the_commit_that_could_not_be_within_it() {}

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Names extends NameCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Policies extends PolicyCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Sync extends SyncCases {
    /** Columns are not dropped there. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_field_that_was_dropped_while_nothing_ran_is_known() {}

    /** Columns are not dropped there. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_column_of_yours_stays() {}

    /** Columns are not dropped there. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_field_that_comes_back_has_an_empty_column() {}

    /** Columns are not dropped there. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_dropped_field_takes_its_column_along() {}

    /** Columns are not dropped there. */
    @Disabled("a change of a table ends the transaction")
    @Override
    @Test
    protected void a_crash_before_the_commit_leaves_column_and_values() {}

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Modes extends ModeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Raw extends RawCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Limits extends LimitCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }
}
