package io.sluice.server.api.document;

import io.sluice.state.history.AuditVerdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the audit log is whole. */
@Meaning("What became of a look at the whole audit log")
public record AuditCheck(
    @Meaning("Whether nothing was changed, left out or put in") boolean intact,
    @Meaning("How many entries were looked at") long entries,
    @Meaning("The seal of the last one that fits: written down elsewhere, it shows a cut later on")
        String head,
    @Meaning("The first entry that does not fit") @Nullable Long flawAt,
    @Meaning("What is wrong with it") @Nullable String flaw,
    @Meaning("Whether the seal that was to be there is; true if none was named") boolean sawHead) {

  public static AuditCheck of(AuditVerdict verdict) {
    Optional<AuditVerdict.Flaw> flaw = Optional.ofNullable(verdict.flaw());
    return new AuditCheck(
        verdict.intact(),
        verdict.entries(),
        verdict.head(),
        flaw.map(AuditVerdict.Flaw::id).orElse(null),
        flaw.map(AuditVerdict.Flaw::what).orElse(null),
        verdict.sawExpected());
  }
}
