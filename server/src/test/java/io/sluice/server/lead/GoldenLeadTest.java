package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Where;
import io.sluice.server.golden.StoredTables;
import io.sluice.state.storage.Storage;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 10: which server took over last. */
@ParameterizedClass
@CsvSource({"SQLITE, 1", "POSTGRESQL, 1"})
class GoldenLeadTest extends StoredTables {
  GoldenLeadTest(Where where, int version) {
    super(where, version, "server-lead", "io/sluice/server/lead/lead-");
  }

  @Override
  protected void install(Storage storage) {
    assertThat(new LeadTable(storage)).isNotNull();
  }

  @Override
  protected void allIsRead(Storage storage) {
    assertThat(new LeadTable(storage).url())
        .contains(URI.create("https://sluice-b.example.com:8443"));
  }
}
