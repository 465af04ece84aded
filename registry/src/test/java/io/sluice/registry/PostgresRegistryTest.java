package io.sluice.registry;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class PostgresRegistryTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Nested
  class Registering extends RegisteringCases {
    @Override
    Place open() {
      return Place.postgres(database);
    }
  }

  @Nested
  class Asking extends AskingCases {
    @Override
    Place open() {
      return Place.postgres(database);
    }
  }

  @Nested
  class Deleting extends DeletingCases {
    @Override
    Place open() {
      return Place.postgres(database);
    }
  }

  @Nested
  class Setting extends SettingCases {
    @Override
    Place open() {
      return Place.postgres(database);
    }
  }
}
