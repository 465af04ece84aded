package io.sluice.server.health;

import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunStatus.LastCheckpoint;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Since when what is the matter with one pipeline. A run that fails and tries again goes through
 * many states; only a checkpoint ends its trouble, and on Kafka, where there is none, that it ran
 * for a while. Not thread-safe.
 */
final class Course {
  /** As on Kafka a connector that fails again later fails for the first time. */
  private static final Duration RECOVERED = Duration.ofMinutes(1);

  private @Nullable Instant troubleSince;
  private @Nullable Instant unappliedSince;
  private @Nullable Instant otherThanWantedSince;
  private long epoch; // The newest that was told; zero before the first.
  private int restarts;

  void follow(PipelineView view, Instant now) {
    followTrouble(view, now);
    unappliedSince = view.unapplied() ? orNow(unappliedSince, now) : null;
    otherThanWantedSince = isAsWanted(view) ? null : orNow(otherThanWantedSince, now);
  }

  private void followTrouble(PipelineView view, Instant now) {
    RunStatus status = view.status().orElse(null);
    LastCheckpoint checkpoint = status == null ? null : status.checkpoint();
    boolean gotFurther = checkpoint != null && isNew(checkpoint);
    int newRestarts = status == null ? 0 : status.restarts();
    boolean fails =
        view.state() == PipelineState.RETRYING
            || view.nextTry().isPresent() && view.state() != PipelineState.WAITING
            || newRestarts > restarts;
    boolean idle =
        view.state() == PipelineState.RUNNING
            && status != null
            && status.lag() != null
            && status.lag().isZero();
    boolean recovered =
        view.onKafka()
            && view.state() == PipelineState.RUNNING
            && !view.since().plus(RECOVERED).isAfter(now);
    if (gotFurther && !fails || idle || recovered || isOver(view.state())) {
      troubleSince = null;
    } else if (fails) {
      troubleSince = gotFurther ? now : orNow(troubleSince, now);
    }
    if (checkpoint != null) {
      epoch = checkpoint.epoch(); // Kept while a run that follows has none to tell yet.
    }
    restarts = newRestarts;
  }

  /**
   * Not so one that a new run goes on from, and that was seen before or came before the trouble.
   */
  private boolean isNew(LastCheckpoint checkpoint) {
    Instant trouble = troubleSince;
    return checkpoint.epoch() > epoch
        && (epoch > 0 || trouble == null || checkpoint.at().isAfter(trouble));
  }

  private static boolean isOver(PipelineState state) {
    return state == PipelineState.COMPLETED
        || state == PipelineState.STOPPED
        || state == PipelineState.PAUSED;
  }

  private static boolean isAsWanted(PipelineView view) {
    PipelineState state = view.state();
    boolean moves =
        state == PipelineState.RUNNING
            || state == PipelineState.STALLED
            || state == PipelineState.RETRYING
            || state == PipelineState.STARTING
            || state == PipelineState.STOPPING;
    return switch (view.desired()) {
      case RUNNING ->
          state != PipelineState.PAUSED
              && state != PipelineState.STOPPED
              && state != PipelineState.STOPPING;
      case PAUSED, STOPPED -> !moves;
    };
  }

  private static Instant orNow(@Nullable Instant since, Instant now) {
    return since == null ? now : since;
  }

  Optional<Instant> troubleSince() {
    return Optional.ofNullable(troubleSince);
  }

  Optional<Instant> unappliedSince() {
    return Optional.ofNullable(unappliedSince);
  }

  Optional<Instant> otherThanWantedSince() {
    return Optional.ofNullable(otherThanWantedSince);
  }
}
