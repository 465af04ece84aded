package io.sluice.state.history;

import org.jspecify.annotations.Nullable;

/**
 * What became of a look at the whole audit log.
 *
 * @param entries how many were looked at, the one that does not fit included
 * @param head the seal of the last one that fits; {@link AuditChain#BEGINNING} if there is none
 * @param flaw the first one that does not fit; null if all do
 * @param sawExpected whether a seal was that which the caller has written down; true if there was
 *     none to look for. False with no flaw means that the log ends before it, or was made anew
 */
public record AuditVerdict(long entries, String head, @Nullable Flaw flaw, boolean sawExpected) {

  /**
   * The first entry that does not fit.
   *
   * @param id of the entry; that of the last one where entries behind it are missing
   * @param what is wrong with it
   */
  public record Flaw(long id, String what) {}

  /** Whether nothing was changed, left out or put in. */
  public boolean intact() {
    return flaw == null && sawExpected;
  }
}
