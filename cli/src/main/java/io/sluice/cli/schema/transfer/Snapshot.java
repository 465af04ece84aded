package io.sluice.cli.schema.transfer;

import static java.util.Objects.requireNonNull;

import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.schema.SchemaReference;
import io.sluice.serdes.client.Contexts;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a registry holds.
 *
 * @param config what holds where a subject says nothing
 * @param mode likewise
 * @param subjects by their names, in order; among them contexts that have settings of their own,
 *     without versions
 */
public record Snapshot(Map<String, Object> config, String mode, Map<String, Subject> subjects) {
  public Snapshot {
    config = Collections.unmodifiableMap(new TreeMap<>(config));
    requireNonNull(mode, "mode is null");
    subjects = Collections.unmodifiableMap(new TreeMap<>(subjects));
  }

  /**
   * A subject.
   *
   * @param config what it says itself; empty if nothing
   * @param mode what is set on it; empty if nothing
   * @param versions by their numbers, soft-deleted ones among them
   */
  public record Subject(
      Map<String, Object> config, Optional<String> mode, Map<Integer, Version> versions) {
    public Subject {
      config = Collections.unmodifiableMap(new TreeMap<>(config));
      requireNonNull(mode, "mode is null");
      versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }
  }

  /** A version, and whether it is soft-deleted: its id is still in the data that it wrote. */
  public record Version(Entry entry, boolean isDeleted) {}

  /**
   * Reads a registry.
   *
   * @param chosen these subjects and what they need; all if there are none
   */
  public static Snapshot of(Catalog catalog, Collection<String> chosen) {
    Deque<String> waiting = new ArrayDeque<>(chosen.isEmpty() ? catalog.subjects(true) : chosen);
    Set<String> seen = new HashSet<>(waiting);
    Map<String, Subject> subjects = new LinkedHashMap<>();
    while (!waiting.isEmpty()) {
      String name = waiting.pop();
      Subject subject = subject(catalog, name);
      subjects.put(name, subject);
      for (Version version : subject.versions().values()) {
        for (SchemaReference reference : version.entry().references()) {
          String needed = Contexts.qualified(reference.subject(), name);
          if (seen.add(needed)) {
            waiting.add(needed);
          }
        }
      }
    }
    Set<String> contexts = new TreeSet<>();
    subjects.keySet().forEach(name -> contexts.add(Contexts.asSubject(Contexts.of(name))));
    contexts.remove("");
    for (String context : contexts) {
      Map<String, Object> config = catalog.config(context);
      if (!config.isEmpty()) {
        subjects.put(context, new Subject(config, Optional.empty(), Map.of()));
      }
    }
    return new Snapshot(catalog.globalConfig(), catalog.globalMode(), subjects);
  }

  private static Subject subject(Catalog catalog, String name) {
    Set<Integer> living = new HashSet<>(catalog.versions(name, false));
    Map<Integer, Version> versions = new LinkedHashMap<>();
    for (int number : catalog.versions(name, true)) {
      catalog
          .version(name, number, true)
          .ifPresent(entry -> versions.put(number, new Version(entry, !living.contains(number))));
    }
    return new Subject(catalog.config(name), catalog.mode(name), versions);
  }

  /** A version of it. */
  public Optional<Entry> find(String subject, int version) {
    return Optional.ofNullable(subjects.get(subject))
        .map(found -> found.versions().get(version))
        .map(Version::entry);
  }

  /** All versions of all subjects. */
  public List<Version> versions() {
    return subjects.values().stream().flatMap(each -> each.versions().values().stream()).toList();
  }
}
