package io.sluice.state.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An epoch as the database knows it.
 *
 * @param layout as the {@link EpochRecord} gave it
 * @param records polled in this epoch
 * @param committedAt null while the epoch is only prepared
 * @param reset whether an operator set this position. The lane ends of such a checkpoint lie at or
 *     beyond those of any sink, so a sink that names older ends is no reason to resume before it.
 */
public record Checkpoint(
    String pipeline,
    long epoch,
    String layout,
    long records,
    Instant preparedAt,
    @Nullable Instant committedAt,
    boolean reset) {

  /** Whether every sink has what this epoch holds. */
  public boolean committed() {
    return committedAt != null;
  }
}
