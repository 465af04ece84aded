package io.sluice.server.records;

import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.TapStage;
import java.util.List;
import java.util.Optional;

/**
 * What of a pipeline can be looked into.
 *
 * @param stages in the order in which records come by them; the contract on schemas among them only
 *     where the pipeline has one
 * @param masks names of the transforms that mask, in the file's order
 * @param tap empty for a pipeline whose records do not pass through this process
 */
public record Stream(List<TapStage> stages, List<String> masks, Optional<Tap> tap) {
  public Stream {
    stages = List.copyOf(stages);
    masks = List.copyOf(masks);
  }
}
