package io.sluice.server.api.document;

import io.sluice.project.schema.catalog.Origin;
import io.sluice.server.schema.SubjectDetail;
import io.sluice.server.schema.SubjectFacts;
import io.sluice.server.schema.Subjects;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subject, with the keys of {@code sluice schema show -o json} where it says the same. */
@Meaning("A subject of the schema registry")
public record SubjectDocument(
    String subject,
    @Meaning("Numbers of its versions, rising; only where one subject is asked for")
        @Nullable List<Integer> versions,
    @Meaning("Which version this is: the one that was asked for, or the newest")
        @Nullable Integer version,
    @Nullable Integer id,
    @Meaning("AVRO, JSON or PROTOBUF") @Nullable String type,
    @Meaning("What its next version is held to") @Nullable String level,
    @Meaning("What may be done with it, as READWRITE") @Nullable String mode,
    @Meaning("When this version was registered; only the project's own registry tells")
        @Nullable Instant registeredAt,
    @Nullable String registeredBy,
    @Meaning("What this version needs; only where one subject is asked for")
        @Nullable List<SchemaReferenceDocument> references,
    @Meaning("The text, as it was registered; only where one subject is asked for")
        @Nullable String schema,
    @Meaning("Pipelines that have to do with it") List<SubjectUserDocument> usedBy) {

  /** As a list shows it. */
  public static SubjectDocument of(Subjects.Line line) {
    SubjectFacts facts = line.facts().orElse(null);
    List<SubjectUserDocument> users = line.users().stream().map(SubjectUserDocument::of).toList();
    if (facts == null) {
      return new SubjectDocument(
          line.subject(), null, null, null, null, null, null, null, null, null, null, users);
    }
    return new SubjectDocument(
        line.subject(),
        null,
        facts.newest().version(),
        facts.newest().id(),
        facts.newest().type().name(),
        facts.level(),
        facts.mode(),
        facts.origin().map(Origin::at).orElse(null),
        facts.origin().map(Origin::actor).orElse(null),
        null,
        null,
        users);
  }

  /** All of it. */
  public static SubjectDocument of(SubjectDetail detail) {
    return new SubjectDocument(
        detail.shown().subject(),
        detail.versions(),
        detail.shown().version(),
        detail.shown().id(),
        detail.shown().type().name(),
        detail.level(),
        detail.mode(),
        detail.origin().map(Origin::at).orElse(null),
        detail.origin().map(Origin::actor).orElse(null),
        detail.shown().references().stream().map(SchemaReferenceDocument::of).toList(),
        detail.shown().text(),
        detail.users().stream().map(SubjectUserDocument::of).toList());
  }
}
