package io.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RoleReferenceTest {
  @Test
  void the_table_of_the_reference_says_what_the_code_does() throws IOException {
    List<String> said =
        Files.readAllLines(Path.of("../docs/reference/access.md")).stream()
            .filter(line -> line.startsWith("| `") && line.endsWith(" yes |"))
            .map(line -> Arrays.asList(line.split("\\|")))
            .map(
                cells ->
                    cells.get(1).strip()
                        + cells.subList(3, cells.size()).stream().map(String::strip).toList())
            .toList();

    List<String> done = new ArrayList<>();
    for (Permission permission : Permission.values()) {
      done.add(
          "`"
              + permission.name().toLowerCase(Locale.ROOT)
              + "`"
              + Arrays.stream(Role.values())
                  .map(role -> role.includes(permission.least()) ? "yes" : "no")
                  .toList());
    }
    assertThat(said).isEqualTo(done);
  }
}
