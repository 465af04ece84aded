package io.sluice.engine.tap;

import java.time.Instant;
import java.util.List;

/**
 * A record with its way so far. Another one of the same id and a higher sequence takes its place
 * when the record has come further.
 *
 * @param id of the record; rises in the order in which records were picked
 * @param sequence rises with everything that is new of any record of the pipeline, over restarts of
 *     the process as well
 * @param task number of the source task that gave it
 * @param position where it lay in the source: partition and offset, as the connector says them
 * @param steps the stages that it came by: the source, each transform that changed, dropped or
 *     refused it, the sinks
 */
public record TappedRecord(
    long id, long sequence, Instant at, int task, Node position, List<TapStep> steps) {
  public TappedRecord {
    steps = List.copyOf(steps);
  }

  long weight() {
    return 96 + position.weight() + steps.stream().mapToLong(TapStep::weight).sum();
  }
}
