package io.sluice.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of others, in the browser of somebody who has a server on this machine. */
final class CrossSiteTest {
  @ParameterizedTest
  @CsvSource({
    ", localhost:8081, false, false",
    "http://localhost:8081, localhost:8081, false, false",
    "http://127.0.0.1:8081, 127.0.0.1:8081, false, false",
    "http://[::1]:8081, [::1]:8081, false, false",
    "https://evil.example, localhost:8081, false, true",
    "https://evil.example, localhost:8081, true, true",
    "http://localhost:3000, localhost:8081, false, true",
    "null, localhost:8081, false, true",
    "nonsense here, localhost:8081, false, true",
    // A name that was made to lead to this machine: page and host are the same.
    "http://evil.example:8081, evil.example:8081, false, true",
    "http://registry.example:8081, registry.example:8081, true, false",
    "http://localhost:8081, , false, true",
  })
  void a_page_is_told_by_its_origin(String origin, String host, boolean known, boolean foreign) {
    assertThat(CrossSite.sends(origin, host, known)).isEqualTo(foreign);
  }
}
