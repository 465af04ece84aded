package io.sluice.server.api.document;

import io.sluice.server.operate.OffsetReset;
import java.util.List;

/** What a reset does, or would do. */
@Meaning("What a reset does, or would do")
public record OffsetResetDocument(
    String pipeline,
    @Meaning("false after a dry run") boolean changed,
    @Meaning("Positions by partition, a line of JSON each") List<String> before,
    List<String> after,
    @Meaning("What follows from it for the sinks") List<String> warnings) {

  public static OffsetResetDocument of(String pipeline, boolean changed, OffsetReset reset) {
    return new OffsetResetDocument(
        pipeline, changed, reset.before(), reset.after(), reset.warnings());
  }
}
