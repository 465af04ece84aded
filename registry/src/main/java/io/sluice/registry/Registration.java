package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.Fingerprint;
import io.sluice.registry.store.VersionRow;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes schemas versions of subjects. What takes time (parsing, judging) is done beside other
 * writers, on a view; whoever writes then looks whether what was judged is still what is there.
 * Thread-safe.
 */
final class Registration {
  /**
   * After so many times that somebody else was faster, what came since the last look is judged
   * while nobody else can write.
   */
  private static final int ATTEMPTS_BESIDE_OTHERS = 4;

  /** So many versions at most are judged meanwhile: others wait, pipelines' checkpoints too. */
  private static final int MOST_JUDGED_ALONE = 8;

  private final Transactions transactions;
  private final Drafts drafts;
  private final Judgement judgement;

  Registration(Transactions transactions, Drafts drafts, Judgement judgement) {
    this.transactions = transactions;
    this.drafts = drafts;
    this.judgement = judgement;
  }

  /** What a verdict rests on: as long as none of it changes, the verdict holds. */
  private record Basis(
      Mode mode,
      SubjectConfig config,
      List<VersionRow> versions,
      SchemaContent content,
      Map<String, String> needed) {}

  /** What a view says of a draft. */
  private sealed interface Plan {}

  /** It is a version already. */
  private record There(SchemaVersion version) implements Plan {}

  /** It is none yet. */
  private record New(Basis basis) implements Plan {}

  /** As a plan, with all that a verdict needs. */
  private record Looked(Plan plan, Judgement.Case matter) {}

  SchemaVersion register(String subject, SchemaDraft draft, boolean normalize, Actor actor) {
    Passed passed = new Passed();
    for (int attempt = 1; ; attempt++) {
      Prepared prepared = drafts.prepare(subject, draft, normalize);
      Looked looked = transactions.read(view -> look(view, prepared));
      if (looked.plan instanceof There there) {
        return there.version;
      }
      Basis judged = ((New) looked.plan).basis;
      requirePermitted(judged, prepared);
      if (judged.mode != Mode.IMPORT) {
        Judgement.Case open = passed.open(looked.matter, prepared);
        requireCompatible(judgement.judge(open, prepared.parsed()), looked.matter);
        passed.add(open);
      }
      boolean judgesAgain = attempt >= ATTEMPTS_BESIDE_OTHERS;
      Optional<SchemaVersion> registered =
          transactions.write(
              (view, change) ->
                  write(view, change, prepared, judged, judgesAgain ? passed : null, actor));
      if (registered.isPresent()) {
        return registered.get();
      }
    }
  }

  private static Looked look(View view, Prepared prepared) throws SQLException {
    Plan plan = plan(view, prepared);
    return new Looked(
        plan,
        plan instanceof New open
            ? matter(view, prepared, open.basis)
            : new Judgement.Case(prepared.subject(), CompatibilityLevel.NONE, List.of()));
  }

  /**
   * Empty if the verdict rests on what has changed since.
   *
   * @param passed null if the change is not to be judged here
   */
  private Optional<SchemaVersion> write(
      View view,
      Transactions.Change change,
      Prepared prepared,
      Basis judged,
      @Nullable Passed passed,
      Actor actor)
      throws SQLException {
    if (!view.meant(prepared.name()).equals(prepared.subject())) {
      // It has become an alias of another one; only preparing again finds which.
      return Optional.empty();
    }
    Plan plan = plan(view, prepared);
    if (plan instanceof There there) {
      return Optional.of(there.version);
    }
    Basis now = ((New) plan).basis;
    if (!now.equals(judged)) {
      if (passed == null) {
        return Optional.empty();
      }
      requirePermitted(now, prepared);
      if (now.mode != Mode.IMPORT) {
        Judgement.Case matter = matter(view, prepared, now);
        Judgement.Case open = passed.open(matter, prepared);
        if (open.earlier().size() > MOST_JUDGED_ALONE) {
          return Optional.empty();
        }
        requireCompatible(judgement.judge(open, prepared.parsed(), view), matter);
      }
    }
    return Optional.of(new Writing(view, change, actor).write(prepared, now.content));
  }

  private static Plan plan(View view, Prepared prepared) throws SQLException {
    SubjectName subject = prepared.subject();
    Mode mode = view.mode(subject);
    boolean imports = mode == Mode.IMPORT && prepared.draft().id() > 0;
    Optional<SchemaVersion> existing = existing(view, prepared, imports);
    if (existing.isPresent()) {
      return new There(existing.get());
    }
    SubjectConfig config = view.config(subject);
    SchemaContent content =
        imports ? prepared.content() : withNotes(view, subject, config, prepared.content());
    if (!content.equals(prepared.content())) {
      existing = Finding.find(view, subject, content, Fingerprint.of(content), Deleted.HIDDEN);
      if (existing.isPresent()) {
        return new There(existing.get());
      }
    }
    Map<String, String> needed = new Sources(view).of(subject.context(), content).dependencies();
    return new New(
        new Basis(mode, config, view.versions().of(subject, Deleted.INCLUDED), content, needed));
  }

  private static Judgement.Case matter(View view, Prepared prepared, Basis basis)
      throws SQLException {
    return Judgement.caseOf(view, prepared.subject(), basis.config, basis.content);
  }

  private static Optional<SchemaVersion> existing(View view, Prepared prepared, boolean imports)
      throws SQLException {
    SchemaDraft draft = prepared.draft();
    if (imports && draft.version() > 0) {
      // An import means this very version, also where another one has the same text.
      return view.versions()
          .find(prepared.subject(), draft.version(), Deleted.HIDDEN)
          .filter(
              found ->
                  found.id() == draft.id()
                      && found.schema().guid().equals(prepared.fingerprint().guid()));
    }
    Optional<SchemaVersion> found =
        Finding.find(
            view, prepared.subject(), prepared.content(), prepared.fingerprint(), Deleted.HIDDEN);
    if (found.isPresent() && draft.id() > 0 && found.get().id() != draft.id()) {
      throw new RegistryException(
          RegistryError.ID_DOES_NOT_MATCH,
          "Schema already registered with id "
              + found.get().id()
              + " instead of input id "
              + draft.id());
    }
    return found;
  }

  private static void requirePermitted(Basis basis, Prepared prepared) {
    SubjectName subject = prepared.subject();
    int id = prepared.draft().id();
    if (basis.mode.isReadOnly()) {
      throw RegistryException.notPermitted("Subject " + subject + " is in read-only mode");
    }
    if (basis.mode == Mode.IMPORT && id <= 0) {
      throw RegistryException.notPermitted(
          "Subject "
              + subject
              + " is in import mode: a schema must come with the id that it is to have");
    }
    if (basis.mode != Mode.IMPORT && id > 0) {
      throw RegistryException.notPermitted("Subject " + subject + " is not in import mode");
    }
  }

  private static void requireCompatible(Verdict verdict, Judgement.Case matter) {
    if (!verdict.isCompatible()) {
      throw new RegistryException(
          RegistryError.INCOMPATIBLE_SCHEMA,
          Reasons.against(matter.subject(), matter.level(), verdict));
    }
  }

  /**
   * The content with what the settings, or the version before, note beside it (Confluent's "Data
   * Contracts": what a client leaves out is taken from the version before).
   */
  private static SchemaContent withNotes(
      View view, SubjectName subject, SubjectConfig config, SchemaContent content)
      throws SQLException {
    @Nullable Metadata metadata = content.metadata();
    @Nullable RuleSet rules = content.ruleSet();
    if (metadata == null || rules == null) {
      Optional<SchemaVersion> newest = view.versions().newest(subject, Deleted.HIDDEN);
      if (newest.isPresent()) {
        SchemaContent before = newest.get().schema().content();
        metadata = metadata == null ? before.metadata() : metadata;
        rules = rules == null ? before.ruleSet() : rules;
      }
    }
    metadata =
        Metadata.merged(
            Metadata.merged(config.defaultMetadata(), metadata), config.overrideMetadata());
    rules =
        RuleSet.merged(RuleSet.merged(config.defaultRuleSet(), rules), config.overrideRuleSet());
    return Objects.equals(metadata, content.metadata()) && Objects.equals(rules, content.ruleSet())
        ? content
        : new SchemaContent(content.type(), content.text(), content.references(), metadata, rules);
  }
}
