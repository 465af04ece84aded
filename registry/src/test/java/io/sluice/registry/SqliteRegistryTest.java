package io.sluice.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteRegistryTest {
  @TempDir Path folder;

  @Nested
  class Registering extends RegisteringCases {
    @Override
    Place open() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Asking extends AskingCases {
    @Override
    Place open() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Deleting extends DeletingCases {
    @Override
    Place open() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Setting extends SettingCases {
    @Override
    Place open() {
      return Place.sqlite(folder);
    }
  }
}
