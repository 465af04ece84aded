package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbeddedTargetsTest {
  private final Path folder = Path.of("/data/shop");

  @Test
  void a_relative_file_starts_at_the_pipeline_files_folder() {
    assertThat(EmbeddedTargets.absolute("jdbc:duckdb:warehouse.duckdb", folder))
        .isEqualTo("jdbc:duckdb:/data/shop/warehouse.duckdb");
    assertThat(EmbeddedTargets.absolute("jdbc:duckdb:../w.duckdb", folder))
        .isEqualTo("jdbc:duckdb:/data/w.duckdb");
  }

  @Test
  void whatever_is_no_relative_file_stays_as_it_is() {
    for (String url :
        new String[] {
          "jdbc:duckdb:/var/w.duckdb",
          "jdbc:duckdb:",
          "jdbc:duckdb::memory:",
          "jdbc:duckdb:${env:WAREHOUSE}",
          "jdbc:postgresql://host/db"
        }) {
      assertThat(EmbeddedTargets.absolute(url, folder)).isEqualTo(url);
    }
  }
}
