package io.sluice.server.fleet;

import io.sluice.project.ProjectException;
import io.sluice.server.operate.Refusal;
import io.sluice.state.storage.StateException;
import java.util.function.Supplier;

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
          failed.isTransient() ? "Nothing was changed. Try it again in a while." : null,
          failed);
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
}
