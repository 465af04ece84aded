package io.sluice.server.console.schema;

import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.schema.compatibility.Verdict.Reader;
import io.sluice.server.console.page.Tone;
import java.util.List;

/**
 * A draft that was judged.
 *
 * @param sentence what came out
 * @param reasons why it cannot be registered
 */
public record DraftView(Tone tone, String sentence, List<Reason> reasons) {
  public DraftView {
    reasons = List.copyOf(reasons);
  }

  /** One reason. */
  public record Reason(String path, String description, String kind, String breaks) {
    static Reason of(Conflict conflict) {
      return new Reason(
          conflict.incompatibility().path(),
          conflict.incompatibility().description(),
          conflict.incompatibility().kind(),
          conflict.reader() == Reader.OF_THE_NEW
              ? "who reads with the draft cannot read data of version " + conflict.version()
              : "who reads with version " + conflict.version() + " cannot read data of the draft");
    }
  }

  static DraftView of(DraftVerdict verdict) {
    String level = verdict.level().orElse("");
    return new DraftView(
        verdict.status().isGood() ? Tone.GOOD : Tone.BAD,
        switch (verdict.status()) {
          case NEW -> "The subject has no version yet: it would be the first.";
          case REGISTERED ->
              "It is version " + verdict.version().orElse(0) + " already: nothing would change.";
          case COMPATIBLE -> "It can be the next version: " + level + " holds.";
          case INCOMPATIBLE -> "It cannot be the next version: " + level + " does not hold.";
          case INVALID -> "It cannot be judged: " + verdict.trouble().orElse("");
        },
        verdict.conflicts().stream().map(Reason::of).toList());
  }
}
