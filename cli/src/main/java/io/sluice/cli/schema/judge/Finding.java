package io.sluice.cli.schema.judge;

import static java.util.Objects.requireNonNull;

import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.project.schema.judge.DraftVerdict;

/** What came out of one file. */
public record Finding(SchemaFile file, DraftVerdict verdict) {
  public Finding {
    requireNonNull(file, "file is null");
    requireNonNull(verdict, "verdict is null");
  }

  /** Whether it can be registered, or is. */
  public boolean isGood() {
    return verdict.status().isGood();
  }
}
