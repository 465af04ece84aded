package io.sluice.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of others, in the browser of somebody who has a registry on this machine. */
final class CrossSiteTest {
  @Test
  void a_page_of_another_site_registers_nothing(@TempDir Path folder) {
    try (ServedRegistry served = ServedRegistry.in(folder)) {
      String schema = ServedRegistry.schema("\"int\"");

      assertThat(
              served
                  .post("/subjects/a/versions", schema, "Origin", "https://evil.example")
                  .errorCode())
          .isEqualTo(40301);
      assertThat(served.get("/subjects").text()).isEqualTo("[]");
    }
  }
}
