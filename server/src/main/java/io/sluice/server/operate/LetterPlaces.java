package io.sluice.server.operate;

import io.sluice.server.view.PipelineView;

/** Where dead letters lie: in the state, or in Kafka's topics. */
public final class LetterPlaces {
  private LetterPlaces() {}

  /** Of a pipeline of which nobody here knows what runs it. */
  public static Refusal unknown(PipelineView pipeline) {
    return new Refusal(
        Refusal.Kind.CONFLICT,
        "it is not known where the dead letters of pipeline "
            + pipeline.name()
            + " lie: this server can read no version of it that says whether it runs on Kafka",
        "Ask the server that runs the pipelines; if this one does, mend the pipeline's file.");
  }
}
