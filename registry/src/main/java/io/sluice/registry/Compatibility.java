package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.VersionRow;
import io.sluice.schema.compatibility.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges schemas that nobody registers yet. Thread-safe. */
final class Compatibility {
  private final Transactions transactions;
  private final Drafts drafts;
  private final Judgement judgement;

  Compatibility(Transactions transactions, Drafts drafts, Judgement judgement) {
    this.transactions = transactions;
    this.drafts = drafts;
    this.judgement = judgement;
  }

  Verdict check(String name, SchemaDraft draft, boolean normalize) {
    Prepared prepared = drafts.prepare(name, draft, normalize);
    SubjectName subject = prepared.subject();
    Judgement.Case matter =
        transactions.read(
            view -> Judgement.caseOf(view, subject, view.config(subject), prepared.content()));
    return judgement.judge(matter, prepared.parsed());
  }

  Verdict checkAgainst(String name, int number, SchemaDraft draft, boolean normalize) {
    Prepared prepared = drafts.prepare(name, draft, normalize);
    SubjectName subject = prepared.subject();
    Optional<Judgement.Case> matter =
        transactions.read(
            view -> {
              if (number == Registry.LATEST
                  && view.versions().newest(subject, Deleted.HIDDEN).isEmpty()) {
                return Optional.empty();
              }
              SchemaVersion version = view.version(subject, number, Deleted.HIDDEN);
              SubjectConfig config = view.config(subject);
              VersionRow row = new VersionRow(version.version(), version.id(), version.isDeleted());
              return Optional.of(Judgement.caseOf(subject, config, row));
            });
    return matter.isEmpty()
        ? new Verdict(List.of())
        : judgement.judge(matter.get(), prepared.parsed());
  }
}
