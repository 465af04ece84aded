package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins a file with those that it imports: texts that a schema refers to, and standard files. An
 * import that nobody has is passed over, as Confluent's registry does; types that would have come
 * from it are missed. One reading of one schema; not thread-safe.
 */
final class Linking {
  private static final int MOST_STEPS = 100;
  private static final int MOST_NAMED = 5;

  private final Map<String, String> dependencies;
  private final SchemaLimits limits;
  private final Map<String, Optional<FileDescriptor>> files = new HashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  Linking(Map<String, String> dependencies, SchemaLimits limits) {
    this.dependencies = dependencies;
    this.limits = limits;
  }

  /** What became of a file: with full names of types, and joined with what it imports. */
  record Linked(FileDescriptorProto resolved, FileDescriptor descriptor) {}

  /**
   * Reads a text, which may also be a descriptor in base64.
   *
   * @param which which text, as the beginning of a sentence
   */
  FileDescriptorProto read(String which, String path, String text) {
    if (text.isBlank()) {
      throw new InvalidSchemaException(which + " is empty");
    }
    if (text.indexOf(';') >= 0 || text.indexOf('{') >= 0) {
      return FileReading.read(which, path, text, limits);
    }
    return FileReading.read(which, path, FileWriting.of(decoded(which, path, text)), limits);
  }

  private FileDescriptorProto decoded(String which, String path, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      FileDescriptorProto bare = FileDescriptorProto.parseFrom(bytes);
      Extensions known = new Extensions(imported(bare));
      FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes, known.registry());
      if (file.hasEdition() || file.getSyntax().equals("editions")) {
        throw new InvalidSchemaException(
            which + " is of an edition of Protobuf; proto2 and proto3 are supported");
      }
      // Nobody has looked at it yet, and only what is in order can be written as text.
      link(which, file.toBuilder().setName(path).build());
      return file;
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw new InvalidSchemaException(
          which + " is neither a .proto file nor a descriptor of one in base64", e);
    }
  }

  private List<FileDescriptor> imported(FileDescriptorProto file) {
    List<FileDescriptor> found = new ArrayList<>();
    for (String path : new LinkedHashSet<>(file.getDependencyList())) {
      file(path).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Joins a file with what it imports.
   *
   * @throws InvalidSchemaException if it uses what there is not, or is wrong in itself
   */
  Linked link(String which, FileDescriptorProto raw) {
    List<FileDescriptor> imported = imported(raw);
    FileDescriptorProto present = withImports(raw, imported);
    FileDescriptor named = build(which, raw, present, imported);
    DescriptorRules.check(which, named);
    FileDescriptorProto resolved = Resolution.of(named);
    List<FileDescriptor> known = new ArrayList<>(imported);
    known.add(named);
    FileDescriptorProto read = new OptionLinking(new Extensions(known)).read(resolved);
    return new Linked(
        resolved.toBuilder()
            .clearDependency()
            .clearPublicDependency()
            .clearWeakDependency()
            .addAllDependency(raw.getDependencyList())
            .addAllPublicDependency(raw.getPublicDependencyList())
            .addAllWeakDependency(raw.getWeakDependencyList())
            .build(),
        build(which, raw, read, imported));
  }

  /** The file without imports that nobody has. */
  private static FileDescriptorProto withImports(
      FileDescriptorProto raw, List<FileDescriptor> imported) {
    FileDescriptorProto.Builder present =
        raw.toBuilder().clearDependency().clearPublicDependency().clearWeakDependency();
    for (FileDescriptor file : imported) {
      int index = raw.getDependencyList().indexOf(file.getName());
      if (raw.getPublicDependencyList().contains(index)) {
        present.addPublicDependency(present.getDependencyCount());
      }
      present.addDependency(file.getName());
    }
    return present.build();
  }

  private FileDescriptor build(
      String which,
      FileDescriptorProto raw,
      FileDescriptorProto present,
      List<FileDescriptor> imported) {
    try {
      return FileDescriptor.buildFrom(present, imported.toArray(FileDescriptor[]::new));
    } catch (DescriptorValidationException e) {
      throw new InvalidSchemaException(
          which
              + " is no valid file of Protobuf: "
              + e.getProblemSymbolName()
              + ": "
              + e.getDescription()
              + missing(raw),
          e);
    } catch (RuntimeException e) {
      // The library takes for granted what its compiler never leaves out, such as a field's type.
      throw new InvalidSchemaException(which + " is no valid descriptor of Protobuf: " + e, e);
    }
  }

  private String missing(FileDescriptorProto raw) {
    List<String> missing =
        raw.getDependencyList().stream()
            .filter(path -> file(path).isEmpty())
            .limit(MOST_NAMED)
            .toList();
    return missing.isEmpty()
        ? ""
        : " It imports what is not among its references: " + String.join(", ", missing);
  }

  private Optional<FileDescriptor> file(String path) {
    Optional<FileDescriptor> found = StandardFiles.builtIn(path);
    if (found.isPresent()) {
      return found;
    }
    found = files.get(path);
    if (found == null) {
      found = load(path);
      files.put(path, found);
    }
    return found;
  }

  private Optional<FileDescriptor> load(String path) {
    String text = dependencies.get(path);
    if (text == null) {
      text = StandardFiles.text(path).orElse(null);
    }
    if (text == null) {
      return Optional.empty();
    }
    if (!underWay.add(path)) {
      throw new InvalidSchemaException(
          "Files import one another: " + String.join(" imports ", underWay) + " imports " + path);
    }
    if (underWay.size() > MOST_STEPS) {
      throw new InvalidSchemaException(
          "Files import one another over more than " + MOST_STEPS + " steps");
    }
    String which = "The schema referred to as " + path;
    FileDescriptor file = link(which, read(which, path, text)).descriptor();
    underWay.remove(path);
    return Optional.of(file);
  }
}
