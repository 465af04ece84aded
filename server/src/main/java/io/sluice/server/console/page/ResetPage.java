package io.sluice.server.console.page;

import io.sluice.server.operate.OffsetReset;
import java.util.List;
import java.util.Optional;

/**
 * Where a pipeline's source is to go on: first what that would do, then having it done.
 *
 * @param sinks those that have a place of their own; none of a pipeline that runs direct
 * @param form what was filled in
 * @param plan what it would do; empty before that was asked
 */
public record ResetPage(
    Frame frame,
    PipelineHead head,
    List<String> sinks,
    Form form,
    Optional<OffsetReset> plan,
    Optional<Refused> refused,
    List<Copy> copies) {
  public ResetPage {
    sinks = List.copyOf(sinks);
    copies = List.copyOf(copies);
  }

  /**
   * What was filled in.
   *
   * @param sink whose place is meant, of a pipeline on Kafka; empty for the source
   * @param time of a sink, from when on, in UTC
   * @param beginning whether all positions are to be forgotten
   * @param offset a position as JSON
   * @param partition of which of the source's partitions, as JSON; empty if it has one
   */
  public record Form(String sink, String time, boolean beginning, String offset, String partition) {
    /** As it is at first. */
    public static final Form EMPTY = new Form("", "", false, "", "");
  }

  /** For a visitor who may do it. */
  public static ResetPage of(
      Frame frame,
      Reading reading,
      Form form,
      Optional<OffsetReset> plan,
      Optional<Refused> refused) {
    String name = reading.pipeline().name();
    return new ResetPage(
        frame,
        PipelineHead.of(frame, reading, Tab.OVERVIEW),
        reading.pipeline().onKafka() ? reading.pipeline().sinks() : List.of(),
        form,
        plan,
        refused,
        List.of(
            new Copy("Command", "sluice offsets reset " + name + " --dry-run"),
            new Copy(
                "API call",
                Curl.post(
                    "/api/v1" + Addresses.pipeline(name, "offsets/reset"),
                    "{\"beginning\": true, \"dry_run\": true}"))));
  }

  /** Its address. */
  public static String address(String pipeline) {
    return Addresses.pipeline(pipeline, "reset");
  }
}
