package io.sluice.serdes.client;

import static io.sluice.serdes.client.RegistryConnection.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.schema.SchemaSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asks the registry each time. */
final class HttpRegistryClient implements RegistryClient {
  private final RegistryConnection connection;

  HttpRegistryClient(RegistryConnection connection) {
    this.connection = connection;
  }

  @Override
  public RegisteredSchema register(String subject, SchemaText schema, boolean normalize) {
    JsonNode answer =
        connection.post(
            "/subjects/" + encoded(subject) + "/versions?normalize=" + normalize,
            ApiJson.request(schema));
    return ApiJson.registered(subject, answer, schema);
  }

  @Override
  public RegisteredSchema lookUp(String subject, SchemaText schema, boolean normalize) {
    JsonNode answer =
        connection.post(
            "/subjects/" + encoded(subject) + "?normalize=" + normalize + "&deleted=false",
            ApiJson.request(schema));
    return ApiJson.registered(subject, answer, schema);
  }

  @Override
  public FoundSchema byId(String subject, int id) {
    String query = subject.isEmpty() ? "" : "?subject=" + encoded(subject);
    JsonNode answer = connection.get("/schemas/ids/" + id + query);
    SchemaText schema = ApiJson.schema(answer);
    if (schema.references().isEmpty() || answer.hasNonNull("subject")) {
      return new FoundSchema(answer.path("subject").asText(subject), schema);
    }
    // Older registries do not say with it whose it is: it may have been found in any context.
    String user =
        orMissing("/schemas/ids/" + id + "/versions" + query).path(0).path("subject").asText();
    return new FoundSchema(user.isEmpty() ? subject : user, schema);
  }

  @Override
  public FoundSchema byGuid(String subject, UUID guid) {
    SchemaText schema = ApiJson.schema(connection.get("/schemas/guids/" + guid));
    if (schema.references().isEmpty()) {
      return new FoundSchema(subject, schema);
    }
    String first = "";
    for (JsonNode each : orMissing("/schemas/guids/" + guid + "/ids")) {
      String context = each.path("context").asText(Contexts.DEFAULT);
      if (context.equals(Contexts.of(subject))) {
        return new FoundSchema(subject, schema);
      }
      first = first.isEmpty() ? context : first;
    }
    return new FoundSchema(first.isEmpty() ? subject : Contexts.asSubject(first), schema);
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    // What needs a version goes on needing it after it was deleted.
    return ApiJson.registered(
        subject,
        connection.get("/subjects/" + encoded(subject) + "/versions/" + version + "?deleted=true"));
  }

  @Override
  public List<Integer> versions(String subject, boolean deleted) {
    String path = "/subjects/" + encoded(subject) + "/versions";
    Set<Integer> versions = new LinkedHashSet<>(newestFirst(orMissing(path)));
    if (deleted) {
      versions.addAll(newestFirst(orMissing(path + "?deleted=true")));
    }
    return List.copyOf(versions);
  }

  private static List<Integer> newestFirst(JsonNode numbers) {
    List<Integer> versions = new ArrayList<>();
    numbers.forEach(number -> versions.add(number.asInt()));
    versions.sort(Comparator.reverseOrder());
    return versions;
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return ApiJson.registered(
        subject, connection.get("/subjects/" + encoded(subject) + "/versions/latest"));
  }

  @Override
  public RegisteredSchema latestWithMetadata(String subject, Map<String, String> metadata) {
    StringBuilder path = new StringBuilder("/subjects/" + encoded(subject) + "/metadata?");
    metadata.forEach(
        (name, value) ->
            path.append("key=")
                .append(encoded(name))
                .append("&value=")
                .append(encoded(value))
                .append('&'));
    return ApiJson.registered(subject, connection.get(path + "deleted=false"));
  }

  @Override
  public List<String> incompatibilities(String subject, SchemaText schema, boolean normalize) {
    JsonNode answer;
    try {
      answer =
          connection.post(
              "/compatibility/subjects/"
                  + encoded(subject)
                  + "/versions?verbose=true&normalize="
                  + normalize,
              ApiJson.request(schema));
    } catch (RegistryRefusalException e) {
      if (e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
    if (answer.path("is_compatible").asBoolean()) {
      return List.of();
    }
    List<String> messages = new ArrayList<>();
    answer
        .path("messages")
        .forEach(message -> messages.add(ConflictMessage.readable(message.asText())));
    return messages.isEmpty() ? List.of("The registry does not say why") : messages;
  }

  @Override
  public SchemaSource resolve(String subject, SchemaText schema) {
    return References.resolve(subject, schema, this);
  }

  @Override
  public void close() {}

  /** What is there; a missing node where there is nothing, or the registry has no such question. */
  private JsonNode orMissing(String path) {
    try {
      return connection.get(path);
    } catch (RegistryRefusalException e) {
      if (e.isNotFound()) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }
}
