package io.sluice.cli.deploy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.pipeline.secret.HiddenValues;

/** A Connect cluster's refusal as a command's. */
public final class ClusterFailure {
  private ClusterFailure() {}

  /** What it says and what to do; what the cluster quotes of the settings is left out. */
  public static CommandFailure of(ConnectClusterException e) {
    return switch (e.kind()) {
      case UNREACHABLE ->
          new CommandFailure(
              ExitCode.UNREACHABLE,
              String.valueOf(e.getMessage()),
              "Is it the address of a Connect worker's REST API?",
              e);
      case TLS -> new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), null, e);
      case LOGIN ->
          new CommandFailure(
              ExitCode.UNREACHABLE,
              String.valueOf(e.getMessage()),
              "Mind connect.username and connect.password in sluice.yaml.",
              e);
      case NOT_FOUND ->
          new CommandFailure(ExitCode.NOT_FOUND, String.valueOf(e.getMessage()), null, e);
      case REFUSED, FAILED ->
          new CommandFailure(
              ExitCode.FAILED, HiddenValues.without(String.valueOf(e.getMessage())), null, e);
    };
  }
}
