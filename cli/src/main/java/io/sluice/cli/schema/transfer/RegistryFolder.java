package io.sluice.cli.schema.transfer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.schema.files.SubjectFileNames;
import io.sluice.cli.schema.transfer.Snapshot.Subject;
import io.sluice.cli.schema.transfer.Snapshot.Version;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A snapshot as a folder of JSON: {@code registry.json}, and in {@code subjects/<subject>/} a file
 * for each version, {@code 1.json}, and a {@code subject.json} where the subject has settings. The
 * same registry makes the same bytes.
 */
public final class RegistryFolder {
  private static final String REGISTRY = "registry.json";
  private static final String SUBJECTS = "subjects";
  private static final String SUBJECT = "subject.json";
  private static final String PART = ".part";
  private static final int FORM = 1;
  private static final TypeReference<TreeMap<String, Object>> MAP = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final ObjectWriter sorted = json.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private final Path folder;

  public RegistryFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether there is one. */
  public boolean exists() {
    return Files.isRegularFile(folder.resolve(REGISTRY));
  }

  /**
   * Writes a snapshot, in the place of one that is there. What is there stays whole until all of
   * the new one is written; who is broken off behind that leaves a folder that is no export, not
   * one that is half of each.
   *
   * @throws CommandFailure if something else is in the folder
   */
  public void write(Snapshot snapshot) throws IOException {
    Path registry = folder.resolve(REGISTRY);
    Path subjects = folder.resolve(SUBJECTS);
    Path newRegistry = folder.resolve(REGISTRY + PART);
    Path newSubjects = folder.resolve(SUBJECTS + PART);
    if (!exists() && !isBrokenOff() && Files.isDirectory(folder) && hasFiles()) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          folder + " has files in it, and is no export of a registry",
          "Name a folder that is empty, or is not there yet.");
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("form", FORM);
    whole.put("config", snapshot.config());
    whole.put("mode", snapshot.mode());
    Files.createDirectories(folder);
    write(newRegistry, whole);
    deleteTree(newSubjects);
    Files.createDirectories(newSubjects);
    for (Map.Entry<String, Subject> each : snapshot.subjects().entrySet()) {
      write(each.getKey(), each.getValue(), newSubjects);
    }
    Files.deleteIfExists(registry);
    deleteTree(subjects);
    Files.move(newSubjects, subjects, StandardCopyOption.ATOMIC_MOVE);
    Files.move(newRegistry, registry, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether somebody began to write one and did not come to the end. */
  private boolean isBrokenOff() {
    return Files.isRegularFile(folder.resolve(REGISTRY + PART));
  }

  private void write(String name, Subject subject, Path subjects) throws IOException {
    Path place = subjects.resolve(SubjectFileNames.encode(name));
    Files.createDirectories(place);
    if (!subject.config().isEmpty() || subject.mode().isPresent()) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("subject", name);
      if (!subject.config().isEmpty()) {
        settings.put("config", subject.config());
      }
      subject.mode().ifPresent(mode -> settings.put("mode", mode));
      write(place.resolve(SUBJECT), settings);
    }
    for (Version version : subject.versions().values()) {
      write(place.resolve(version.entry().version() + ".json"), document(version));
    }
  }

  private static Map<String, Object> document(Version version) {
    Entry entry = version.entry();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("subject", entry.subject());
    document.put("version", entry.version());
    document.put("id", entry.id());
    if (version.isDeleted()) {
      document.put("deleted", true);
    }
    document.put("schemaType", entry.type().name());
    if (!entry.references().isEmpty()) {
      document.put("references", entry.references());
    }
    if (!entry.metadata().isEmpty()) {
      document.put("metadata", entry.metadata());
    }
    if (!entry.ruleSet().isEmpty()) {
      document.put("ruleSet", entry.ruleSet());
    }
    document.put("schema", entry.text());
    return document;
  }

  private void write(Path file, Map<String, Object> document) throws IOException {
    // The keys of what others wrote in their order, and one line end everywhere: the same bytes.
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Object> each : document.entrySet()) {
      fields.put(each.getKey(), json.readTree(sorted.writeValueAsBytes(each.getValue())));
    }
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    Files.writeString(file, json.writer(printer).writeValueAsString(fields) + "\n");
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private boolean hasFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  /**
   * Reads it.
   *
   * @throws CommandFailure if there is none, or not one that can be read
   */
  public Snapshot read() {
    if (!exists()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          folder
              + " is no export of a registry: it has no "
              + REGISTRY
              + (isBrokenOff() ? "; one was begun, and broken off" : ""),
          "Make one: sluice schema export FOLDER.");
    }
    JsonNode registry = tree(folder.resolve(REGISTRY));
    if (registry.path("form").asInt() != FORM) {
      throw new CommandFailure(
          ExitCode.USAGE,
          folder.resolve(REGISTRY) + ": expected form " + FORM + ", found " + registry.path("form"),
          "It was made by another version of Sluice.");
    }
    Map<String, Subject> subjects = new LinkedHashMap<>();
    for (Path place : children(folder.resolve(SUBJECTS))) {
      subject(place, subjects);
    }
    return new Snapshot(
        map(registry.path("config")), registry.path("mode").asText("READWRITE"), subjects);
  }

  private void subject(Path place, Map<String, Subject> into) {
    String name = null;
    Map<String, Object> config = Map.of();
    Optional<String> mode = Optional.empty();
    Map<Integer, Version> versions = new LinkedHashMap<>();
    for (Path file : children(place)) {
      JsonNode node = tree(file);
      name = required(node, "subject", file).asText();
      if (String.valueOf(file.getFileName()).equals(SUBJECT)) {
        config = map(node.path("config"));
        mode = Optional.ofNullable(node.get("mode")).map(JsonNode::asText);
      } else {
        Entry entry = entry(node, file);
        versions.put(entry.version(), new Version(entry, node.path("deleted").asBoolean()));
      }
    }
    if (name != null) {
      into.put(name, new Subject(config, mode, versions));
    }
  }

  private Entry entry(JsonNode node, Path file) {
    List<SchemaReference> references = new ArrayList<>();
    for (JsonNode each : node.path("references")) {
      references.add(
          new SchemaReference(
              required(each, "name", file).asText(),
              required(each, "subject", file).asText(),
              required(each, "version", file).asInt()));
    }
    String type = required(node, "schemaType", file).asText();
    return new Entry(
        required(node, "subject", file).asText(),
        required(node, "version", file).asInt(),
        required(node, "id", file).asInt(),
        SchemaType.named(type)
            .orElseThrow(() -> broken(file, "schemaType " + type + " is not known")),
        required(node, "schema", file).asText(),
        references,
        map(node.path("metadata")),
        map(node.path("ruleSet")));
  }

  private static JsonNode required(JsonNode node, String key, Path file) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      throw broken(file, "expected '" + key + "', found nothing of it");
    }
    return value;
  }

  private static CommandFailure broken(Path file, String why) {
    return new CommandFailure(ExitCode.USAGE, file + ": " + why, null);
  }

  private JsonNode tree(Path file) {
    try {
      return json.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read as JSON", null, e);
    }
  }

  private Map<String, Object> map(JsonNode node) {
    return node.isObject() ? json.convertValue(node, MAP) : Map.of();
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
