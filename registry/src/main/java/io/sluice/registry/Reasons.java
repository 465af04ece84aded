package io.sluice.registry;

import io.sluice.registry.model.SubjectName;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import java.util.stream.Collectors;

/** Says in words why a schema is refused. */
final class Reasons {
  /** So many reasons explain; the rest is counted. */
  private static final int MOST = 10;

  private Reasons() {}

  static String against(SubjectName subject, CompatibilityLevel level, Verdict verdict) {
    int more = verdict.conflicts().size() - MOST;
    return "Schema being registered is incompatible with an earlier schema for subject \""
        + subject
        + "\" (compatibility "
        + level
        + "), details: "
        + verdict.conflicts().stream()
            .limit(MOST)
            .map(Reasons::said)
            .collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** One reason, in a sentence. */
  static String said(Verdict.Conflict conflict) {
    String reader =
        switch (conflict.reader()) {
          case OF_THE_NEW -> "the new schema cannot read data of version " + conflict.version();
          case OF_THE_EARLIER -> "version " + conflict.version() + " cannot read data of the new";
        };
    String path = conflict.incompatibility().path();
    return reader
        + ": "
        + conflict.incompatibility().kind()
        + (path.isEmpty() ? "" : " at " + path)
        + ": "
        + conflict.incompatibility().description();
  }
}
