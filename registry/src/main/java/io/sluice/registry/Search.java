package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StorableText;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.model.VersionSize;
import io.sluice.registry.store.Fingerprint;
import io.sluice.registry.store.SubjectPrefix;
import io.sluice.registry.store.VersionRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what is there. Thread-safe. */
final class Search {
  private final Transactions transactions;

  Search(Transactions transactions) {
    this.transactions = transactions;
  }

  List<String> subjects(String prefix, Deleted deleted, Page page) {
    SubjectPrefix begins = SubjectPrefix.parse(prefix);
    return transactions.read(
        view ->
            view.versions().subjects(begins, deleted, page).stream()
                .map(SubjectName::toString)
                .toList());
  }

  List<Integer> versions(String name, Deleted deleted, Page page) {
    return transactions.read(
        view -> {
          SubjectName subject = view.meant(name);
          List<VersionRow> rows = view.versions().of(subject, deleted);
          if (rows.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
          }
          long limit = page.limit() < 0 ? Long.MAX_VALUE : page.limit();
          return rows.stream().skip(page.offset()).limit(limit).map(VersionRow::version).toList();
        });
  }

  SchemaVersion version(String name, int version, Deleted deleted) {
    return transactions.read(view -> view.version(view.meant(name), version, deleted));
  }

  SchemaVersion find(Prepared prepared, Deleted deleted) {
    return transactions.read(
        view -> {
          SubjectName subject = prepared.subject();
          Optional<SchemaVersion> found =
              Finding.find(view, subject, prepared.content(), prepared.fingerprint(), deleted);
          if (found.isEmpty() && view.versions().newest(subject, deleted).isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
          }
          return found.orElseThrow(() -> RegistryException.schemaNotFound("of this text"));
        });
  }

  SchemaVersion latestWithMetadata(String name, Map<String, String> properties, Deleted deleted) {
    return transactions.read(
        view -> {
          SubjectName subject = view.meant(name);
          if (view.versions().newestNumber(subject, deleted).isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
          }
          if (properties.isEmpty()) {
            return view.version(subject, Registry.LATEST, deleted);
          }
          int found =
              view.list()
                  .newest(subject, deleted, metadata -> hasAll(metadata, properties))
                  .orElseThrow(
                      () ->
                          RegistryException.schemaNotFound(
                              "with these properties of its metadata"));
          return view.version(subject, found, deleted);
        });
  }

  private static boolean hasAll(Metadata metadata, Map<String, String> properties) {
    return properties.entrySet().stream()
        .allMatch(property -> property.getValue().equals(metadata.property(property.getKey())));
  }

  List<VersionSize> sizes(SchemaFilter filter, Page page) {
    return transactions.read(view -> view.list().sizes(filter, page));
  }

  List<SchemaVersion> these(List<SubjectVersion> places, Deleted deleted) {
    return transactions.read(
        view -> {
          List<SchemaVersion> found = new ArrayList<>();
          for (SubjectVersion place : places) {
            view.versions().find(place.subject(), place.version(), deleted).ifPresent(found::add);
          }
          return found;
        });
  }

  List<Integer> referencedBy(String name, int number, Deleted deleted) {
    return transactions.read(
        view -> {
          SubjectName subject = view.meant(name);
          SchemaVersion version = view.version(subject, number, Deleted.INCLUDED);
          return view.versions().needing(subject, version.version(), deleted);
        });
  }

  StoredSchema schema(int id, String subject) {
    return transactions.read(view -> schema(view, id, subject));
  }

  List<StoredSchema> schemasOfGuid(String guid) {
    if (!StorableText.fits(guid)) {
      throw RegistryException.schemaNotFound("with this guid, which is none");
    }
    return transactions.read(
        view -> {
          List<StoredSchema> found = view.schemas().ofGuid(guid);
          if (found.isEmpty()) {
            throw RegistryException.schemaNotFound("with guid " + guid);
          }
          return found;
        });
  }

  boolean mayMean(int id, String subject, SchemaContent content) {
    String context = SubjectName.parse(subject).context();
    String guid = Fingerprint.of(content).guid();
    return transactions.read(
        view -> view.schemas().guidOf(context, id).map(guid::equals).orElse(true));
  }

  int highestId(String subject) {
    String context = SubjectName.parse(subject).context();
    return transactions.read(view -> view.schemas().highestId(context));
  }

  List<SubjectVersion> versionsOf(int id, String subject, Deleted deleted) {
    return transactions.read(
        view -> {
          StoredSchema schema = schema(view, id, subject);
          return view.versions().ofId(schema.context(), schema.id(), deleted);
        });
  }

  private static StoredSchema schema(View view, int id, String name) throws SQLException {
    SubjectName subject = SubjectName.parse(name);
    Optional<StoredSchema> found = view.schema(subject.context(), id);
    if (found.isEmpty()
        && !subject.isContext()
        && subject.context().equals(SubjectName.DEFAULT_CONTEXT)) {
      for (SubjectName elsewhere : view.versions().named(subject.name(), id)) {
        found = view.schema(elsewhere.context(), id);
      }
    }
    return found.orElseThrow(() -> RegistryException.schemaNotFound(Integer.toString(id)));
  }
}
