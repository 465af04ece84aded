package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.ContractCases;
import io.sluice.connector.table.dialect.EngineCases;
import io.sluice.connector.table.dialect.EvolutionCases;
import io.sluice.connector.table.dialect.EvolutionMatrixCases;
import io.sluice.connector.table.dialect.FaultCases;
import io.sluice.connector.table.dialect.LimitCases;
import io.sluice.connector.table.dialect.ModeCases;
import io.sluice.connector.table.dialect.MoveCases;
import io.sluice.connector.table.dialect.NameCases;
import io.sluice.connector.table.dialect.PolicyCases;
import io.sluice.connector.table.dialect.RawCases;
import io.sluice.connector.table.dialect.SyncCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TransactionCases;
import io.sluice.connector.table.dialect.TroubleCases;
import io.sluice.connector.table.dialect.TypeCases;
import io.sluice.connector.table.dialect.UpsertCases;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** What every dialect must pass. */
class DuckDbSinkTest {
  @Nested
  class Engines extends EngineCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Contract extends ContractCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Upserts extends UpsertCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Policies extends PolicyCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Sync extends SyncCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Matrix extends EvolutionMatrixCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Limits extends LimitCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Types extends TypeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Evolution extends EvolutionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Trouble extends TroubleCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Transactions extends TransactionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Names extends NameCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Modes extends ModeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Raw extends RawCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Faults extends FaultCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Moves extends MoveCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }
}
