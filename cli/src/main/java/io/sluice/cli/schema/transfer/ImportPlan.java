package io.sluice.cli.schema.transfer;

import io.sluice.cli.schema.transfer.Snapshot.Subject;
import io.sluice.cli.schema.transfer.Snapshot.Version;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.SchemaSources;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.client.Contexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done for a registry to have what a snapshot has, found out before anything is.
 *
 * @param missing the versions that it lacks, each after those that it needs and after those before
 *     it
 * @param present how many versions it has already
 * @param conflicts what it has in their place, a sentence each: where there is one, nothing may be
 *     done. An id that belonged to what was deleted for good is among them where the registry tells
 *     ({@link Catalog#mayMean}); else it is refused when its turn comes
 */
record ImportPlan(List<Version> missing, int present, List<String> conflicts) {
  ImportPlan {
    missing = List.copyOf(missing);
    conflicts = List.copyOf(conflicts);
  }

  /** Compares; asks the registry for all that it has. */
  static ImportPlan of(Snapshot from, Catalog to, SchemaFormats formats) {
    return new Comparison(from, to, formats).plan();
  }

  /** An id in its context. */
  private record Id(String context, int number) {}

  /** A schema in its context, to be found whatever its id; as text, which is nearly always it. */
  private record Content(String context, Entry schema) {
    static Content of(Entry entry) {
      Entry bare =
          new Entry(
              "",
              0,
              0,
              entry.type(),
              entry.text(),
              entry.references(),
              entry.metadata(),
              entry.ruleSet());
      return new Content(Contexts.of(entry.subject()), bare);
    }
  }

  private static final class Comparison {
    private final Snapshot from;
    private final Snapshot there;
    private final Catalog to;
    private final SchemaSources wanted;
    private final SchemaSources present;
    private final Map<Id, Entry> byId = new HashMap<>();
    private final Map<Content, Entry> byContent = new HashMap<>();
    private final Map<Id, Entry> idsWanted = new HashMap<>();
    private final List<String> conflicts = new ArrayList<>();

    Comparison(Snapshot from, Catalog to, SchemaFormats formats) {
      this.from = from;
      this.to = to;
      this.there = Snapshot.of(to, List.of());
      this.wanted = new SchemaSources(from::find, formats);
      this.present = new SchemaSources(there::find, formats);
      for (Version version : there.versions()) {
        byId.put(id(version.entry()), version.entry());
        byContent.putIfAbsent(Content.of(version.entry()), version.entry());
      }
    }

    ImportPlan plan() {
      List<Version> missing = new ArrayList<>();
      int same = 0;
      for (Version version : from.versions()) {
        Entry entry = version.entry();
        sameIdTwice(entry);
        Optional<Entry> had = there.find(entry.subject(), entry.version());
        if (had.isPresent()) {
          same++;
          had.ifPresent(found -> compare(entry, found));
        } else {
          missing.add(version);
          free(entry);
        }
      }
      return new ImportPlan(new Order(from, missing).ordered(), same, conflicts);
    }

    private void sameIdTwice(Entry entry) {
      Entry other = idsWanted.putIfAbsent(id(entry), entry);
      if (other != null && !isSame(entry, other, wanted, wanted)) {
        conflicts.add(
            entry.name() + " and " + other.name() + " have the same id " + entry.id() + " there");
      }
    }

    private void compare(Entry entry, Entry had) {
      if (had.id() != entry.id()) {
        conflicts.add(
            entry.name() + " has id " + had.id() + " here, and id " + entry.id() + " there");
      } else if (!isSame(entry, had, wanted, present)) {
        conflicts.add(entry.name() + " is another schema here than there");
      }
    }

    /** Whether the id is free, or stands for the same schema, and the schema has no other one. */
    private void free(Entry entry) {
      Optional<Entry> holder =
          Optional.ofNullable(byId.get(id(entry)))
              .or(() -> to.byId(Contexts.of(entry.subject()), entry.id()));
      if (holder.isPresent()) {
        if (!isSame(entry, holder.get(), wanted, present)) {
          conflicts.add(
              entry.name() + " has id " + entry.id() + " there, which is another schema here");
        }
        return;
      }
      if (!mayMean(entry)) {
        conflicts.add(
            entry.name()
                + " has id "
                + entry.id()
                + " there, which another schema had here that was deleted for good");
        return;
      }
      Entry twin = byContent.get(Content.of(entry));
      if (twin != null) {
        conflicts.add(
            entry.name()
                + " has id "
                + entry.id()
                + " there, and the same schema has id "
                + twin.id()
                + " here ("
                + twin.name()
                + ")");
      }
    }

    private boolean mayMean(Entry entry) {
      try {
        return to.mayMean(entry.withText(wanted.parsed(entry).canonical()));
      } catch (InvalidSchemaException e) {
        return true; // The registry will say what is wrong with it.
      }
    }

    private static Id id(Entry entry) {
      return new Id(Contexts.of(entry.subject()), entry.id());
    }

    /** As texts, or else as what they mean: registries write the same schema differently. */
    private static boolean isSame(
        Entry one, Entry other, SchemaSources ofOne, SchemaSources ofOther) {
      if (one.isSameSchema(other)) {
        return true;
      }
      if (one.type() != other.type() || !one.references().equals(other.references())) {
        return false;
      }
      try {
        // References are the same, so what both need is of the one's subject.
        Entry beside =
            new Entry(
                one.subject(),
                other.version(),
                other.id(),
                other.type(),
                other.text(),
                other.references(),
                other.metadata(),
                other.ruleSet());
        return ofOne.parsed(one).canonical().equals(ofOther.parsed(beside).canonical());
      } catch (InvalidSchemaException e) {
        return false;
      }
    }
  }

  /** Versions so that each comes after what it needs. */
  private static final class Order {
    private final Snapshot from;
    private final Map<String, Version> waiting = new HashMap<>();
    private final List<Version> byId;
    private final Set<Version> ordered = new LinkedHashSet<>();
    private final Set<String> entered = new LinkedHashSet<>();

    Order(Snapshot from, List<Version> missing) {
      this.from = from;
      missing.forEach(version -> waiting.put(version.entry().name(), version));
      this.byId =
          missing.stream()
              .sorted(
                  Comparator.comparingInt((Version version) -> version.entry().id())
                      .thenComparing(version -> version.entry().name()))
              .toList();
    }

    List<Version> ordered() {
      byId.forEach(this::add);
      return new ArrayList<>(ordered);
    }

    private void add(Version version) {
      Entry entry = version.entry();
      if (!entered.add(entry.name())) {
        return; // done, or a circle, which the registry refuses
      }
      Subject subject = from.subjects().get(entry.subject());
      if (subject != null) {
        subject.versions().keySet().stream()
            .filter(number -> number < entry.version())
            .forEach(number -> need(entry.subject(), number));
      }
      for (SchemaReference reference : entry.references()) {
        need(Contexts.qualified(reference.subject(), entry.subject()), reference.version());
      }
      ordered.add(version);
    }

    private void need(String subject, int version) {
      Version needed = waiting.get(subject + "@" + version);
      if (needed != null) {
        add(needed);
      }
    }
  }
}
