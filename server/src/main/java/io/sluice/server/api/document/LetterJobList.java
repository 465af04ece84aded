package io.sluice.server.api.document;

import io.sluice.server.operate.LetterJob;
import java.util.List;

/** Jobs of a pipeline. */
@Meaning("Jobs with dead letters of a pipeline since the server started, the newest first")
public record LetterJobList(List<LetterJobDocument> jobs) {
  /** Those. */
  public static LetterJobList of(List<LetterJob> jobs) {
    return new LetterJobList(jobs.stream().map(LetterJobDocument::of).toList());
  }
}
