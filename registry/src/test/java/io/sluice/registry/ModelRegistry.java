package io.sluice.registry;

import static java.util.Objects.requireNonNull;

import io.sluice.registry.model.RegistryError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a registry is to do, in the plainest words: maps that forget nothing but what was deleted
 * for ever. One context, one level (backward), texts without references.
 */
final class ModelRegistry {
  private final Map<String, Integer> idOfText = new HashMap<>();
  private final Map<String, TreeMap<Integer, Version>> subjects = new TreeMap<>();
  private final Map<String, Integer> lastVersion = new HashMap<>();

  record Version(String text, boolean deleted) {}

  /** A refusal. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final RegistryError error;

    Refused(RegistryError error) {
      super(error.name());
      this.error = error;
    }
  }

  /** Version and id. */
  List<Integer> register(String subject, String text) {
    TreeMap<Integer, Version> versions = of(subject);
    for (Map.Entry<Integer, Version> version : versions.descendingMap().entrySet()) {
      if (version.getValue().equals(new Version(text, false))) {
        return List.of(version.getKey(), id(text));
      }
    }
    List<Integer> live = live(subject);
    if (!live.isEmpty()) {
      Version newest = at(subject, live.get(live.size() - 1));
      List<String> written = Arrays.asList(newest.text().replace("?", "").split(" "));
      for (String word : text.split(" ")) {
        if (!word.endsWith("?") && !written.contains(word)) {
          throw new Refused(RegistryError.INCOMPATIBLE_SCHEMA);
        }
      }
    }
    versions.values().removeIf(version -> version.equals(new Version(text, true)));
    int version = lastVersion.merge(subject, 1, Integer::sum);
    versions.put(version, new Version(text, false));
    idOfText.putIfAbsent(text, idOfText.size() + 1);
    return List.of(version, id(text));
  }

  List<Integer> deleteSubject(String subject, boolean permanent) {
    List<Integer> all = all(subject);
    List<Integer> live = live(subject);
    if (all.isEmpty()) {
      throw new Refused(RegistryError.SUBJECT_NOT_FOUND);
    }
    if (!permanent && live.isEmpty()) {
      throw new Refused(RegistryError.SUBJECT_SOFT_DELETED);
    }
    if (permanent && !live.isEmpty()) {
      throw new Refused(RegistryError.SUBJECT_NOT_SOFT_DELETED);
    }
    for (int version : permanent ? all : live) {
      delete(subject, version, permanent);
    }
    return permanent ? all : live;
  }

  List<Integer> deleteVersion(String subject, int version, boolean permanent) {
    if (all(subject).isEmpty()) {
      throw new Refused(RegistryError.SUBJECT_NOT_FOUND);
    }
    Version there = of(subject).get(version);
    if (there == null) {
      throw new Refused(RegistryError.VERSION_NOT_FOUND);
    }
    if (there.deleted() && !permanent) {
      throw new Refused(RegistryError.VERSION_SOFT_DELETED);
    }
    if (!there.deleted() && permanent) {
      throw new Refused(RegistryError.VERSION_NOT_SOFT_DELETED);
    }
    delete(subject, version, permanent);
    return List.of(version);
  }

  private void delete(String subject, int version, boolean permanent) {
    if (permanent) {
      of(subject).remove(version);
    } else {
      of(subject).put(version, new Version(at(subject, version).text(), true));
    }
  }

  List<Integer> all(String subject) {
    return new ArrayList<>(of(subject).keySet());
  }

  List<Integer> live(String subject) {
    return all(subject).stream().filter(v -> !at(subject, v).deleted()).toList();
  }

  /** All that is there, a line for each version. */
  List<String> versions() {
    List<String> lines = new ArrayList<>();
    subjects.forEach(
        (subject, versions) ->
            versions.forEach(
                (version, what) ->
                    lines.add(
                        line(subject, version, id(what.text()), what.text(), what.deleted()))));
    return lines;
  }

  static String line(String subject, int version, int id, String text, boolean deleted) {
    return subject + " " + version + " #" + id + " '" + text + "'" + (deleted ? " deleted" : "");
  }

  /** The ids that mean something now. */
  Map<Integer, String> texts() {
    Map<Integer, String> texts = new TreeMap<>();
    subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .forEach(version -> texts.put(id(version.text()), version.text()));
    return texts;
  }

  private TreeMap<Integer, Version> of(String subject) {
    return subjects.computeIfAbsent(subject, name -> new TreeMap<>());
  }

  private Version at(String subject, int version) {
    return requireNonNull(of(subject).get(version));
  }

  private int id(String text) {
    return requireNonNull(idOfText.get(text));
  }

  int ids() {
    return idOfText.size();
  }
}
