package io.sluice.state.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StateFaultTest {
  @Test
  void a_driver_that_cannot_unpack_its_library_is_told_with_the_folder() {
    StateException told = StateFault.reading(Path.of("state.db"), new SQLException("no library"));

    assertThat(told)
        .hasMessageContaining(System.getProperty("java.io.tmpdir"))
        .hasMessageContaining("org.sqlite.tmpdir");
  }
}
