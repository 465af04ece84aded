package io.sluice.cli.registry;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.StateLocation;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Storage;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the state is that a command is about which is about no pipeline file. */
public final class StorageOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The state folder. Default: .sluice in this folder.")
  private @Nullable Path state;

  @Option(
      names = "--state-url",
      paramLabel = "URL",
      description =
          "In a PostgreSQL instead, jdbc:postgresql://HOST/DATABASE?user=NAME, which any"
              + " number of these servers may share. With a password in it, rather in the"
              + " environment variable SLUICE_STATE_URL, which nobody sees in a list of processes,"
              + " or under 'state' in sluice.yaml.")
  private @Nullable String stateUrl;

  /** Whether the command line says where. */
  public boolean isSaid() {
    return state != null || stateUrl != null;
  }

  /** The folder, where the log is in either case. */
  Path folder(Surroundings around) {
    return state == null ? around.directory().resolve(".sluice") : around.resolve(state);
  }

  /**
   * Opens it; to be closed by who asks.
   *
   * @throws io.sluice.state.storage.StateException if that is impossible
   * @throws CommandFailure if the options make no sense
   */
  public Storage open(Surroundings around) {
    StateLocation location = location(around);
    return location.server().isPresent()
        ? PostgresStorage.open(location.server().get())
        : StateDatabase.open(location.folder(), around.clock());
  }

  /**
   * The state that is there, with the tables of pipelines; to be closed by who asks.
   *
   * @throws io.sluice.state.storage.StateException if it cannot be opened
   * @throws CommandFailure if there is none, or the options make no sense
   */
  public StateDatabase openState(Surroundings around) {
    StateLocation location = location(around);
    if (!location.exists()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          location + ": expected a state folder but found no state in it",
          "It is made by what writes first, such as a run. Say another folder by --state.");
    }
    return location.open(around.clock());
  }

  /**
   * The state, with the tables of pipelines, which is made where there is none yet; to be closed by
   * who asks.
   *
   * @throws io.sluice.state.storage.StateException if that is impossible
   * @throws CommandFailure if the options make no sense
   */
  public StateDatabase makeState(Surroundings around) {
    return location(around).open(around.clock());
  }

  /**
   * A folder that was named and is not there was meant otherwise.
   *
   * @throws CommandFailure if nothing ever wrote into it
   */
  public void requireState(Surroundings around) {
    if (state != null && !StateDatabase.existsIn(folder(around))) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "--state " + state + ": expected a state folder but found no state in it",
          "It is made by what writes first: sluice registry, sluice schema register, a run. Without"
              + " --state it is .sluice in this folder.");
    }
  }

  /**
   * Where it is, without a secret.
   *
   * @throws CommandFailure if the options make no sense
   * @throws io.sluice.project.ProjectException if there can be no such server
   */
  public String shown(Surroundings around) {
    return location(around).toString();
  }

  private StateLocation location(Surroundings around) {
    String url = stateUrl;
    Path folder = folder(around);
    if (url != null && state != null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--state and --state-url: expected one of them but found both", null);
    }
    if (url != null) {
      return new StateLocation(
          folder,
          Optional.of(StateLocation.address(around.host(), "--state-url", url, null, null)),
          LeaseTerms.STANDARD);
    }
    if (state != null) {
      return StateLocation.inFolder(folder);
    }
    try (Secrets secrets = new Secrets(around.environment(), name -> Optional.empty())) {
      around.redaction().add(secrets::redact);
      return StateLocation.find(around.host(), around.directory(), folder, () -> secrets);
    }
  }
}
