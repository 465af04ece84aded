package io.sluice.contract.connect;

import io.sluice.contract.ContractGates;
import io.sluice.contract.language.Languages;
import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.registry.Registry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What a contract needs on a worker, found by the transform's settings. */
final class ContractHome {
  private static final String STATE_URL = ContractSettings.STATE_SERVER + "url";

  private ContractHome() {}

  /**
   * Whether a contract can be opened with these settings; nobody is asked.
   *
   * @throws ConfigException if not
   */
  static void check(Map<String, String> settings) {
    contract(settings);
    if (pipeline(settings).isBlank()) {
      throw new ConfigException(ContractSettings.PIPELINE + " is missing");
    }
    if (registry(settings).isEmpty() && !hasState(settings)) {
      throw new ConfigException(
          "expected "
              + ContractSettings.REGISTRY
              + "url, where the schema registry is, or "
              + ContractSettings.STATE
              + ", the folder of a state that has one, or "
              + STATE_URL
              + ", its PostgreSQL; found none");
    }
  }

  /** Opens it, for one source task. */
  static OpenContract open(Map<String, String> settings, Clock clock) {
    StateDatabase state = hasState(settings) ? state(settings, clock) : null;
    try {
      SchemaFormats formats = SchemaFormats.standard();
      ContractGates gates =
          new ContractGates(
              Optional.ofNullable(state), Languages::of, formats, clock, Ticker.SYSTEM);
      SubjectRegistry subjects = subjects(settings, state, formats, clock);
      return new OpenContract(
          gates.open(pipeline(settings), contract(settings), false, subjects), state);
    } catch (RuntimeException | Error e) {
      if (state != null) {
        state.close();
      }
      throw e;
    }
  }

  private static boolean hasState(Map<String, String> settings) {
    return settings.get(ContractSettings.STATE) != null || settings.get(STATE_URL) != null;
  }

  private static StateDatabase state(Map<String, String> settings, Clock clock) {
    String url = settings.get(STATE_URL);
    return url == null
        ? StateDatabase.open(Path.of(settings.getOrDefault(ContractSettings.STATE, "")), clock)
        : StateDatabase.open(
            new PostgresAddress(
                url,
                settings.get(ContractSettings.STATE_SERVER + "user"),
                settings.get(ContractSettings.STATE_SERVER + "password")),
            LeaseTerms.STANDARD, // Which pipelines run is not asked through this one.
            clock);
  }

  private static SubjectRegistry subjects(
      Map<String, String> settings,
      @Nullable StateDatabase state,
      SchemaFormats formats,
      Clock clock) {
    Map<String, String> registry = registry(settings);
    if (!registry.isEmpty()) {
      return RemoteSubjects.at(registry);
    }
    if (state == null) {
      throw new ConfigException("a contract on schemas has neither a registry nor a state");
    }
    return new EmbeddedSubjects(Registry.open(state, formats, clock), pipeline(settings));
  }

  private static String pipeline(Map<String, String> settings) {
    return settings.getOrDefault(ContractSettings.PIPELINE, "");
  }

  private static SchemaContract contract(Map<String, String> settings) {
    try {
      return ContractSettings.read(settings);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
  }

  private static Map<String, String> registry(Map<String, String> settings) {
    Map<String, String> registry = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(ContractSettings.REGISTRY)) {
            registry.put(key.substring(ContractSettings.REGISTRY.length()), value);
          }
        });
    return registry;
  }
}
