package io.sluice.project;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's state database is: in its state folder, or on a PostgreSQL.
 *
 * @param folder the state folder, absolute
 * @param server the PostgreSQL; empty if it is in the folder
 * @param terms of leases, on a server
 */
public record StateLocation(Path folder, Optional<PostgresAddress> server, LeaseTerms terms) {
  /** The environment variable with the URL of a PostgreSQL. */
  public static final String VARIABLE = "SLUICE_STATE_URL";

  /** In the folder, whatever else is said. */
  public static StateLocation inFolder(Path folder) {
    return new StateLocation(folder, Optional.empty(), LeaseTerms.STANDARD);
  }

  /**
   * On the server of the environment variable, else on that of {@code state} in {@code
   * sluice.yaml}, else in the folder.
   *
   * @param project the folder with {@code sluice.yaml}
   * @param secrets asked only where the file says something of a server
   * @throws InvalidPipelineException if the file is wrong
   * @throws ProjectException if there can be no such server
   */
  public static StateLocation find(
      Host host, Path project, Path folder, Supplier<Secrets> secrets) {
    Optional<UnresolvedConfig> said = ProjectSettings.read(project).state();
    LeaseTerms terms = said.map(StateLocation::terms).orElse(LeaseTerms.STANDARD);
    String variable = host.environment().getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      return new StateLocation(
          folder, Optional.of(address(host, VARIABLE, variable, null, null)), terms);
    }
    return said.map(
            config -> {
              Map<String, String> resolved = secrets.get().resolve(config);
              PostgresAddress address =
                  address(
                      host,
                      config.placeOf("url").toString(),
                      resolved.getOrDefault("url", ""),
                      resolved.get("user"),
                      resolved.get("password"));
              return new StateLocation(folder, Optional.of(address), terms);
            })
        .orElseGet(() -> inFolder(folder));
  }

  /**
   * What {@link #find} would find, in the settings of a contract on Kafka, whose worker resolves
   * references by itself.
   */
  static Map<String, String> reference(Host host, Path project, Path folder) {
    if (!host.environment().getOrDefault(VARIABLE, "").isBlank()) {
      return Map.of(ContractSettings.STATE_SERVER + "url", "${env:" + VARIABLE + "}");
    }
    Optional<UnresolvedConfig> said = ProjectSettings.read(project).state();
    if (said.isEmpty()) {
      return referenceTo(folder);
    }
    Map<String, String> settings = new HashMap<>();
    for (String key : List.of("url", "user", "password")) {
      String value = said.get().values().get(key);
      if (value != null) {
        settings.put(ContractSettings.STATE_SERVER + key, value);
      }
    }
    return settings;
  }

  /** The same of a folder. */
  static Map<String, String> referenceTo(Path folder) {
    return Map.of(ContractSettings.STATE, folder.toString());
  }

  /**
   * A server by its URL, which from here on is not shown.
   *
   * @param saidBy what says so, for the message
   * @throws ProjectException if it is no URL of a PostgreSQL
   */
  public static PostgresAddress address(
      Host host, String saidBy, String url, @Nullable String user, @Nullable String password) {
    try {
      PostgresAddress address = new PostgresAddress(url, user, password);
      host.redaction().accept(text -> text.replace(url, address.toString()));
      return address;
    } catch (StateException e) {
      throw new ProjectException(
          ProjectException.Kind.USAGE,
          saidBy + ": expected jdbc:postgresql://HOST/DATABASE?user=NAME but found another address",
          "The state is in the state folder, or in a PostgreSQL.",
          e);
    }
  }

  private static LeaseTerms terms(UnresolvedConfig said) {
    String lease = said.values().get("lease");
    return lease == null ? LeaseTerms.STANDARD : LeaseTerms.of(Duration.parse(lease));
  }

  /** Whether anything can be there already: on a server, only asking tells. */
  public boolean exists() {
    return server.isPresent() || StateDatabase.existsIn(folder);
  }

  /**
   * Opens it; made if there is none.
   *
   * @throws StateException if that is impossible
   */
  public StateDatabase open(Clock clock) {
    return server
        .map(address -> StateDatabase.open(address, terms, clock))
        .orElseGet(() -> StateDatabase.open(folder, clock));
  }

  /** Where it is, without a secret. */
  @Override
  public String toString() {
    return server.map(PostgresAddress::toString).orElse(folder.toString());
  }
}
