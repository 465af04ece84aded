package io.sluice.cli.schema.files;

import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import io.sluice.pipeline.yaml.YamlTree;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectException;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@code schemas.yaml}: which file is a version of which subject. */
final class MappingFile {
  private static final List<String> KEYS = List.of("file", "type", "compatibility", "references");
  private static final List<String> REFERENCE_KEYS = List.of("name", "subject", "version");

  private final Problems problems = new Problems();

  private MappingFile() {}

  /**
   * Reads it.
   *
   * @param shown the file as problems name it
   * @throws InvalidPipelineException with every problem
   */
  static List<MappedSubject> read(Path file, String shown, String text) {
    MappingFile mapping = new MappingFile();
    List<MappedSubject> subjects = new ArrayList<>();
    YamlTree.read(Path.of(shown), text, mapping.problems)
        .ifPresent(root -> subjects.addAll(mapping.subjects(root)));
    if (mapping.problems.count() > 0) {
      throw new InvalidPipelineException(
          file.toString(), mapping.problems.sorted(), ProjectException.Kind.USAGE);
    }
    return subjects;
  }

  private List<MappedSubject> subjects(Yaml root) {
    List<MappedSubject> subjects = new ArrayList<>();
    for (Yaml.Entry entry : entries(root, List.of("subjects"))) {
      if (entry.value() instanceof Yaml.Mapping each) {
        for (Yaml.Entry subject : each.entries()) {
          subject(subject).ifPresent(subjects::add);
        }
      } else {
        problems.unexpected(entry.value(), "subjects, each with its file");
      }
    }
    if (subjects.isEmpty() && problems.count() == 0) {
      problems.error(
          root.place(), "says no subject", "Such as subjects: {orders-value: order.avsc}");
    }
    return subjects;
  }

  private Optional<MappedSubject> subject(Yaml.Entry subject) {
    if (subject.value() instanceof Yaml.Scalar file) {
      return type(file, null)
          .map(
              type ->
                  new MappedSubject(
                      subject.place(),
                      subject.key(),
                      file.text(),
                      type,
                      List.of(),
                      Optional.empty()));
    }
    Yaml.@Nullable Scalar file = null;
    Yaml.@Nullable Scalar type = null;
    Optional<CompatibilityLevel> level = Optional.empty();
    List<FileReference> references = new ArrayList<>();
    for (Yaml.Entry entry : entries(subject.value(), KEYS)) {
      switch (entry.key()) {
        case "file" -> file = scalar(entry, "a file");
        case "type" -> type = scalar(entry, "AVRO, JSON or PROTOBUF");
        case "compatibility" -> level = level(entry);
        default -> references(entry.value(), references);
      }
    }
    if (file == null) {
      if (problems.count() == 0) {
        problems.error(subject.place(), "expected 'file', found nothing of it", null);
      }
      return Optional.empty();
    }
    Optional<CompatibilityLevel> held = level;
    String path = file.text();
    return type(file, type)
        .map(
            found ->
                new MappedSubject(subject.place(), subject.key(), path, found, references, held));
  }

  private Optional<SchemaType> type(Yaml.Scalar file, Yaml.@Nullable Scalar said) {
    Optional<SchemaType> type =
        said != null
            ? SchemaType.named(said.text())
            : SubjectFileNames.type(String.valueOf(Path.of(file.text()).getFileName()));
    if (type.isEmpty() && said != null) {
      problems.unexpected(said, "AVRO, JSON or PROTOBUF");
    } else if (type.isEmpty()) {
      problems.unexpected(file, "a file *.avsc, *.json or *.proto", "Or say its 'type'");
    }
    return type;
  }

  private Optional<CompatibilityLevel> level(Yaml.Entry entry) {
    Yaml.Scalar said = scalar(entry, "a level of compatibility");
    Optional<CompatibilityLevel> level =
        said == null ? Optional.empty() : CompatibilityLevel.named(said.text());
    if (said != null && level.isEmpty()) {
      problems.unexpected(said, "one of " + Arrays.toString(CompatibilityLevel.values()));
    }
    return level;
  }

  private void references(Yaml yaml, List<FileReference> into) {
    if (!(yaml instanceof Yaml.Sequence sequence)) {
      problems.unexpected(yaml, "a list of references, each with 'name' and 'subject'");
      return;
    }
    for (Yaml each : sequence.items()) {
      String name = null;
      String subject = null;
      Optional<Integer> version = Optional.empty();
      for (Yaml.Entry entry : entries(each, REFERENCE_KEYS)) {
        Yaml.Scalar scalar = scalar(entry, "text");
        if (scalar == null) {
          continue;
        }
        switch (entry.key()) {
          case "name" -> name = scalar.text();
          case "subject" -> subject = scalar.text();
          default -> version = number(scalar);
        }
      }
      if (name == null || subject == null) {
        problems.error(each.place(), "expected 'name' and 'subject' of a reference", null);
      } else {
        into.add(new FileReference(name, subject, version));
      }
    }
  }

  private Optional<Integer> number(Yaml.Scalar scalar) {
    if (scalar.text().matches("[1-9][0-9]{0,8}")) {
      return Optional.of(Integer.valueOf(scalar.text()));
    }
    problems.unexpected(scalar, "the number of a version");
    return Optional.empty();
  }

  private Yaml.@Nullable Scalar scalar(Yaml.Entry entry, String expected) {
    if (entry.value() instanceof Yaml.Scalar scalar) {
      return scalar;
    }
    problems.unexpected(entry.value(), expected);
    return null;
  }

  private List<Yaml.Entry> entries(Yaml yaml, List<String> known) {
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      problems.unexpected(yaml, "the keys " + String.join(", ", known));
      return List.of();
    }
    List<Yaml.Entry> entries = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      if (known.contains(entry.key())) {
        entries.add(entry);
      } else {
        problems.unknownKey(entry, known);
      }
    }
    return entries;
  }
}
