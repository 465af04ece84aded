package io.sluice.project.schema.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.Contexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry that is reached by the API of Confluent's Schema Registry. */
public final class RemoteCatalog implements Catalog {
  private static final String PERMANENT = "permanent=true";
  private static final String DELETED = "deleted=true";
  private static final String HELD = "defaultToGlobal=true";
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final RegistryHttp http;

  private RemoteCatalog(RegistryHttp http) {
    this.http = http;
  }

  /**
   * By the settings that serializers take, {@code schema.registry.url} among them.
   *
   * @throws io.sluice.project.ProjectException if they make no sense
   */
  public static RemoteCatalog of(Map<String, String> settings) {
    return new RemoteCatalog(RegistryHttp.of(settings));
  }

  @Override
  public String name() {
    return http.address();
  }

  @Override
  public List<String> subjects(boolean deleted) {
    List<String> subjects = new ArrayList<>();
    http.get("/subjects" + (deleted ? "?" + DELETED : ""))
        .ifPresent(all -> all.forEach(each -> subjects.add(each.asText())));
    return subjects.stream().sorted().toList();
  }

  @Override
  public List<Integer> versions(String subject, boolean deleted) {
    List<Integer> versions = new ArrayList<>();
    http.get(path(subject) + "/versions" + (deleted ? "?" + DELETED : ""))
        .ifPresent(all -> all.forEach(each -> versions.add(each.asInt())));
    return versions.stream().sorted().toList();
  }

  @Override
  public Optional<Entry> version(String subject, int version, boolean deleted) {
    return http.get(path(subject) + "/versions/" + version + (deleted ? "?" + DELETED : ""))
        .map(found -> entry(found, subject, version));
  }

  @Override
  public Optional<Entry> latest(String subject) {
    return http.get(path(subject) + "/versions/latest").map(found -> entry(found, subject, 0));
  }

  @Override
  public Optional<Entry> byId(String context, int id) {
    String subject = Contexts.asSubject(context);
    String inContext = subject.isEmpty() ? "" : "?subject=" + encoded(subject);
    return http.get("/schemas/ids/" + id + inContext)
        .map(
            found -> {
              ((ObjectNode) found).put("id", id);
              return entry(found, "", 0);
            });
  }

  /** The API does not tell. */
  @Override
  public boolean mayMean(Entry version) {
    return true;
  }

  @Override
  public Map<String, Object> config(String subject) {
    return http.get(of("/config", subject)).map(this::map).orElse(Map.of());
  }

  @Override
  public Map<String, Object> globalConfig() {
    return config("");
  }

  @Override
  public Map<String, Object> heldConfig(String subject) {
    // Some registries do not know the parameter.
    return http.get(of("/config", subject) + "?" + HELD)
        .map(this::map)
        .orElseGet(this::globalConfig);
  }

  @Override
  public void configure(String subject, Map<String, Object> config) {
    // What is set is added to what was, and the API has no way to take one of them back: only where
    // there is such a one, all are, and for a moment the subject says nothing.
    if (!config.keySet().containsAll(config(subject).keySet())) {
      http.deleteIfThere(of("/config", subject));
    }
    if (!config.isEmpty()) {
      change(subject, config);
    }
  }

  @Override
  public void change(String subject, Map<String, Object> settings) {
    http.put(of("/config", subject), asked(settings));
  }

  @Override
  public Optional<String> mode(String subject) {
    return http.get(of("/mode", subject)).map(found -> found.path("mode").asText());
  }

  @Override
  public String globalMode() {
    return mode("").orElse("READWRITE");
  }

  @Override
  public String heldMode(String subject) {
    return http.get(of("/mode", subject) + "?" + HELD)
        .map(found -> found.path("mode").asText())
        .orElseGet(this::globalMode);
  }

  @Override
  public void setMode(String subject, String mode, boolean force) {
    http.put(of("/mode", subject) + (force ? "?force=true" : ""), Map.of("mode", mode));
  }

  @Override
  public void deleteMode(String subject) {
    http.deleteIfThere(of("/mode", subject));
  }

  @Override
  public int register(NewEntry schema, boolean normalize) {
    return http.post(path(schema.subject()) + "/versions" + query(normalize), body(schema))
        .path("id")
        .asInt();
  }

  @Override
  public Optional<Entry> lookUp(NewEntry schema, boolean normalize) {
    try {
      JsonNode found = http.post(path(schema.subject()) + query(normalize), body(schema));
      return Optional.of(entry(found, schema.subject(), 0));
    } catch (RefusedException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String query(boolean normalize) {
    return normalize ? "?normalize=true" : "";
  }

  private static Map<String, Object> body(NewEntry schema) {
    Map<String, Object> body = new LinkedHashMap<>();
    schema
        .forced()
        .ifPresent(
            place -> {
              body.put("id", place.id());
              body.put("version", place.version());
            });
    body.put("schemaType", schema.type().name());
    body.put("schema", schema.text());
    if (!schema.references().isEmpty()) {
      body.put("references", schema.references());
    }
    if (!schema.metadata().isEmpty()) {
      body.put("metadata", schema.metadata());
    }
    if (!schema.ruleSet().isEmpty()) {
      body.put("ruleSet", schema.ruleSet());
    }
    return body;
  }

  @Override
  public void delete(String subject, int version, boolean permanent, Optional<String> reason) {
    http.delete(path(subject) + "/versions/" + version + (permanent ? "?" + PERMANENT : ""));
  }

  /** The API does not tell. */
  @Override
  public Optional<Origin> origin(String subject, int version) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Connections are the client's, which ends with the process.
  }

  private Entry entry(JsonNode found, String subject, int version) {
    List<SchemaReference> references = new ArrayList<>();
    found
        .path("references")
        .forEach(
            each ->
                references.add(
                    new SchemaReference(
                        each.path("name").asText(),
                        each.path("subject").asText(),
                        each.path("version").asInt())));
    String type = found.path("schemaType").asText("AVRO"); // Left out where it is that
    return new Entry(
        found.path("subject").asText(subject),
        found.path("version").asInt(version),
        found.path("id").asInt(),
        SchemaType.named(type)
            .orElseThrow(
                () ->
                    new RefusedException(
                        200, 0, "a schema of type " + type + ", which is not known here")),
        found.path("schema").asText(),
        references,
        map(found.get("metadata")),
        map(found.get("ruleSet")));
  }

  /** Without what says nothing: some registries write every key there is, most of them null. */
  private Map<String, Object> map(@Nullable JsonNode node) {
    if (node == null || !node.isObject()) {
      return Map.of();
    }
    Map<String, Object> map = json.convertValue(node, MAP);
    map.values()
        .removeIf(value -> value == null || value.equals(Map.of()) || value.equals(List.of()));
    return map;
  }

  /** What is told as {@code compatibilityLevel} is set as {@code compatibility}. */
  private static Map<String, Object> asked(Map<String, Object> config) {
    Map<String, Object> asked = new LinkedHashMap<>(config);
    Object level = asked.remove("compatibilityLevel");
    if (level != null) {
      asked.put("compatibility", level);
    }
    return asked;
  }

  /** The settings of a subject; of all where it is empty. */
  private static String of(String settings, String subject) {
    return subject.isEmpty() ? settings : settings + "/" + encoded(subject);
  }

  private static String path(String subject) {
    return "/subjects/" + encoded(subject);
  }

  private static String encoded(String subject) {
    return RegistryHttp.encoded(subject);
  }
}
