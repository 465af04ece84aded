package io.sluice.server.console.page;

import io.sluice.server.view.PipelineState;

/**
 * How a state is shown: by a shape, a word and a tone.
 *
 * @param shape which of the page's symbols
 */
public record StateLook(String shape, String word, Tone tone) {
  /** Each state has a shape of its own. */
  public static StateLook of(PipelineState state) {
    return switch (state) {
      case INVALID -> new StateLook("invalid", "Invalid", Tone.BAD);
      case WAITING -> new StateLook("waiting", "Waiting", Tone.BUSY);
      case STARTING -> new StateLook("starting", "Starting", Tone.BUSY);
      case RUNNING -> new StateLook("running", "Running", Tone.GOOD);
      case STALLED -> new StateLook("stalled", "Stalled", Tone.BAD);
      case PAUSED -> new StateLook("paused", "Paused", Tone.IDLE);
      case RETRYING -> new StateLook("retrying", "Retrying", Tone.WARN);
      case STOPPING -> new StateLook("stopping", "Stopping", Tone.BUSY);
      case COMPLETED -> new StateLook("completed", "Completed", Tone.GOOD);
      case STOPPED -> new StateLook("stopped", "Stopped", Tone.IDLE);
      case FAILED -> new StateLook("failed", "Failed", Tone.BAD);
    };
  }
}
