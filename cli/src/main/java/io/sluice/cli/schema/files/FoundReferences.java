package io.sluice.cli.schema.files;

import io.sluice.schema.SchemaType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds in the texts of files which of them need which, where nobody has said it. */
final class FoundReferences {
  /** As subjects of a topic's records end; what is imported is none. */
  private static final List<String> OF_TOPICS = List.of("-key", "-value");

  /** A file, where it lies below the root, and the names in it. */
  private record Candidate(FoundFile found, Names names) {
    SchemaFile file() {
      return found.file();
    }
  }

  private final List<Candidate> candidates;

  /** What each file needs of which others, by the names in its text. */
  private final Map<Candidate, Map<String, Candidate>> needs = new HashMap<>();

  /** By which names each file is needed. */
  private final Map<Candidate, Set<String>> neededAs = new HashMap<>();

  private FoundReferences(List<Candidate> candidates) {
    this.candidates = candidates;
    for (Candidate candidate : candidates) {
      Map<String, Candidate> needed = new LinkedHashMap<>();
      for (String name : candidate.names.needs()) {
        match(candidate, name).ifPresent(other -> needed.put(name, other));
      }
      needs.put(candidate, needed);
      needed.forEach(
          (name, other) -> neededAs.computeIfAbsent(other, each -> new HashSet<>()).add(name));
    }
  }

  /**
   * Completes the references, and the subjects of what only others need: a file of Protobuf's that
   * others import is of the subject that the import names, as serializers register it.
   */
  static List<SchemaFile> in(List<FoundFile> files) {
    FoundReferences found =
        new FoundReferences(
            files.stream()
                .map(each -> new Candidate(each, Names.of(each.file().type(), each.file().text())))
                .toList());
    return found.candidates.stream().map(found::completed).toList();
  }

  private SchemaFile completed(Candidate candidate) {
    List<FileReference> references = new ArrayList<>(candidate.file().references());
    needs
        .getOrDefault(candidate, Map.of())
        .forEach(
            (name, other) -> {
              if (references.stream().noneMatch(each -> each.name().equals(name))) {
                references.add(new FileReference(name, subject(other), Optional.empty()));
              }
            });
    return candidate.file().of(subject(candidate)).referring(references);
  }

  private String subject(Candidate candidate) {
    String own = candidate.file().subject();
    boolean isGuessed = candidate.file().type() == SchemaType.PROTOBUF && !candidate.found.isSaid();
    Set<String> names = neededAs.getOrDefault(candidate, Set.of());
    // By several names it is registered several times: which one is meant nobody can tell.
    return isGuessed && names.size() == 1 && OF_TOPICS.stream().noneMatch(own::endsWith)
        ? names.iterator().next()
        : own;
  }

  private Optional<Candidate> match(Candidate from, String name) {
    List<Candidate> others =
        candidates.stream()
            .filter(each -> each != from && each.file().type() == from.file().type())
            .toList();
    Optional<Candidate> byName =
        others.stream().filter(each -> each.names.defines().contains(name)).findFirst();
    if (byName.isPresent() || from.file().type() == SchemaType.AVRO) {
      return byName;
    }
    String beside =
        slashes(Path.of(from.found.path()).resolveSibling(withoutScheme(name)).normalize());
    return others.stream()
        .filter(each -> each.found.path().equals(beside) || each.found.path().equals(name))
        .findFirst()
        .or(
            () ->
                sole(
                    others.stream()
                        .filter(each -> each.found.path().endsWith("/" + name))
                        .toList()));
  }

  /** An import path may begin in a folder above or below: one file that ends so is meant. */
  private static Optional<Candidate> sole(List<Candidate> candidates) {
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  private static String withoutScheme(String name) {
    return name.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*:/*", "");
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
