package io.sluice.project;

import io.sluice.contract.Contracts;
import io.sluice.contract.language.Languages;
import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.registry.Registry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a project's pipelines to their contracts on schemas, each with the registry it names. Safe
 * for several threads, as the contracts are that it hands out.
 */
public final class ProjectContracts {
  private final Path folder;
  private final StateDatabase state;
  private final Secrets secrets;
  private final SchemaFormats formats = SchemaFormats.standard();
  private final Clock clock;
  private @Nullable Registry embedded;

  /**
   * @param folder of the project, which may have a {@code sluice.yaml}
   */
  public ProjectContracts(Path folder, StateDatabase state, Secrets secrets, Clock clock) {
    this.folder = folder;
    this.state = state;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Whom an engine asks. */
  public Contracts contracts() {
    return new Contracts(state, this::registry, Languages::of, formats, clock, Ticker.SYSTEM);
  }

  private SubjectRegistry registry(Pipeline pipeline) {
    SchemaContract contract = pipeline.schema().orElseThrow();
    Optional<Map<String, String>> address = RegistryAddress.resolved(contract, folder, secrets);
    return address.isPresent()
        ? RemoteSubjects.at(address.get())
        : new EmbeddedSubjects(embedded(), pipeline.name());
  }

  /** One for all of them: what it remembers of schemas takes much memory. */
  private synchronized Registry embedded() {
    Registry made = embedded;
    if (made == null) {
      made = Registry.open(state, formats, clock);
      embedded = made;
    }
    return made;
  }
}
