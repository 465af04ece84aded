package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.VersionRow;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityCheck;
import io.sluice.schema.compatibility.CompatibilityCheck.Earlier;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.schema.formats.SchemaFormats;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds schemas against the versions that they follow, one after the other: of a subject with many
 * versions never more than one is in memory for it, beside what is known anyway. Thread-safe.
 */
final class Judgement {
  /** Who must read more reasons than these has been told enough; earlier versions are left out. */
  private static final int MOST_CONFLICTS = 1_000;

  private final Transactions transactions;
  private final Drafts drafts;
  private final CompatibilityCheck check;

  Judgement(Transactions transactions, Drafts drafts, SchemaFormats formats) {
    this.transactions = transactions;
    this.drafts = drafts;
    this.check = new CompatibilityCheck(formats);
  }

  /**
   * What counts for a level, which the settings give.
   *
   * @param earlier the versions of the subject that count, rising
   */
  record Case(SubjectName subject, CompatibilityLevel level, List<VersionRow> earlier) {
    /** Without versions that are known to be no obstacle. */
    Case without(Set<VersionRow> passed) {
      return new Case(
          subject, level, earlier.stream().filter(version -> !passed.contains(version)).toList());
    }
  }

  /** What a content owes whom, if it became the next version. */
  static Case caseOf(View view, SubjectName subject, SubjectConfig config, SchemaContent content)
      throws SQLException {
    CompatibilityLevel level = levelOf(config);
    Deque<VersionRow> counted = new ArrayDeque<>();
    if (level == CompatibilityLevel.NONE) {
      return new Case(subject, level, List.copyOf(counted));
    }
    String group = config.compatibilityGroup();
    List<VersionRow> live = view.versions().of(subject, Deleted.HIDDEN);
    for (int i = live.size() - 1; i >= 0; i--) {
      if (isOfGroup(view, subject, group, live.get(i), content)) {
        counted.addFirst(live.get(i));
        if (!level.isTransitive()) {
          break;
        }
      }
    }
    return new Case(subject, level, List.copyOf(counted));
  }

  /** What a content owes this one version, whichever others there are. */
  static Case caseOf(SubjectName subject, SubjectConfig config, VersionRow version) {
    return new Case(subject, levelOf(config), List.of(version));
  }

  /**
   * Judges beside whoever writes: a version that is deleted for ever meanwhile is left out, and
   * whoever writes afterwards has to look whether any was.
   */
  Verdict judge(Case matter, ParsedSchema schema) {
    return judged(
        matter,
        schema,
        version -> transactions.read(view -> source(view, matter.subject(), version)));
  }

  /** The same on what one transaction sees. */
  Verdict judge(Case matter, ParsedSchema schema, View view) throws SQLException {
    return judged(matter, schema, version -> source(view, matter.subject(), version));
  }

  private interface Sought<E extends Exception> {
    Optional<SchemaSource> of(VersionRow version) throws E;
  }

  private <E extends Exception> Verdict judged(Case matter, ParsedSchema schema, Sought<E> sought)
      throws E {
    List<Conflict> conflicts = new ArrayList<>();
    // The newest first: what is nearest explains most.
    for (int i = matter.earlier().size() - 1; i >= 0; i--) {
      VersionRow version = matter.earlier().get(i);
      Optional<SchemaSource> source = sought.of(version);
      if (source.isPresent()) {
        Earlier earlier = new Earlier(version.version(), drafts.parse(source.get()));
        conflicts.addAll(check.check(matter.level(), schema, List.of(earlier)).conflicts());
      }
      if (conflicts.size() >= MOST_CONFLICTS) {
        break;
      }
    }
    return new Verdict(conflicts);
  }

  private static Optional<SchemaSource> source(View view, SubjectName subject, VersionRow version)
      throws SQLException {
    Optional<StoredSchema> schema = view.schema(subject.context(), version.id());
    return schema.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sources(view).of(subject.context(), schema.get().content()));
  }

  private static boolean isOfGroup(
      View view,
      SubjectName subject,
      @Nullable String group,
      VersionRow version,
      SchemaContent content)
      throws SQLException {
    if (group == null || group.isEmpty()) {
      return true;
    }
    Optional<StoredSchema> schema = view.schema(subject.context(), version.id());
    return schema.isPresent()
        && Objects.equals(property(schema.get().content(), group), property(content, group));
  }

  private static @Nullable String property(SchemaContent content, String name) {
    Metadata metadata = content.metadata();
    return metadata == null ? null : metadata.property(name);
  }

  private static CompatibilityLevel levelOf(SubjectConfig config) {
    CompatibilityLevel level = config.compatibilityLevel();
    return level == null ? CompatibilityLevel.BACKWARD : level;
  }
}
