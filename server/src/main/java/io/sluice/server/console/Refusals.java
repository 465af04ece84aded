package io.sluice.server.console;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.console.page.Refused;
import io.sluice.server.http.RefusalKinds;
import io.sluice.server.operate.Refusal;
import java.util.Optional;

/** Refusals as the form that led to them tells them. */
final class Refusals {
  private Refusals() {}

  static Refused of(Refusal refusal) {
    return new Refused(String.valueOf(refusal.getMessage()), Optional.ofNullable(refusal.hint()));
  }

  static Refused of(AccessRefusal refusal) {
    return new Refused(String.valueOf(refusal.getMessage()), Optional.ofNullable(refusal.hint()));
  }

  /** Of HTTP, as the API has it. */
  static int status(Refusal refusal) {
    return RefusalKinds.of(refusal).status();
  }

  /** The same of what was asked about access. */
  static int status(AccessRefusal refusal) {
    return RefusalKinds.of(refusal).status();
  }
}
