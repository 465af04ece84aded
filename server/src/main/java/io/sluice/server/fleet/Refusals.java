package io.sluice.server.fleet;

import io.sluice.pipeline.Problem;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectException;
import io.sluice.server.operate.Refusal;
import io.sluice.state.history.UnnotedException;
import io.sluice.state.storage.StateException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What failed beneath an operation, as who asked for it is told. */
final class Refusals {
  private Refusals() {}

  /**
   * Does it.
   *
   * @throws Refusal in place of what the state or the project throws
   */
  static <T> T orRefused(Supplier<T> what) {
    try {
      return what.get();
    } catch (StateException failed) {
      boolean held = failed.kind() == StateException.Kind.LOCKED;
      throw new Refusal(
          held ? Refusal.Kind.CONFLICT : Refusal.Kind.FAILED,
          String.valueOf(failed.getMessage()),
          hint(failed),
          failed);
    } catch (InvalidPipelineException wrong) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          wrong.problems().stream()
              .filter(Problem::isError)
              .map(Problem::toString)
              .collect(Collectors.joining("; ")),
          "Correct it; sluice validate finds all that is wrong.",
          wrong);
    } catch (ProjectException failed) {
      throw new Refusal(
          switch (failed.kind()) {
            case USAGE -> Refusal.Kind.INVALID;
            case CONFLICT -> Refusal.Kind.CONFLICT;
            case NOT_FOUND -> Refusal.Kind.NOT_FOUND;
            case STATE, UNREACHABLE, FAILED -> Refusal.Kind.FAILED;
          },
          String.valueOf(failed.getMessage()),
          failed.hint(),
          failed);
    }
  }

  /** A write whose answer did not come may have come through. */
  private static @Nullable String hint(StateException failed) {
    boolean unchanged =
        failed instanceof UnnotedException
            || failed.isTransient() && failed.kind() != StateException.Kind.UNREACHABLE;
    if (unchanged) {
      return failed.isTransient()
          ? "Nothing was changed. Try it again in a while."
          : "Nothing was changed.";
    }
    return failed.isTransient()
        ? "Whether it was done is not known: look how it is before you try it again."
        : null;
  }
}
