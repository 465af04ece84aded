package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.RefusedException;
import java.util.concurrent.Callable;

/** A registry's refusal as a command's failure. */
final class Refusals {
  private Refusals() {}

  /** Does what a registry may refuse. */
  static <T> T told(Catalog catalog, Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (RefusedException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          catalog.name() + " refuses (" + e.code() + "): " + e.getMessage(),
          null,
          e);
    }
  }
}
