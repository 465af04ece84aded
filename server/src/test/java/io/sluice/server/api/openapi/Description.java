package io.sluice.server.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.server.api.document.ProblemDetails;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API by OpenAPI 3.1, made of its routes. */
public final class Description {
  private static final String BEARER = "token";
  private static final String PROBLEM = "application/problem+json";

  private final RecordSchemas schemas = new RecordSchemas();
  private final ObjectNode document = JsonNodeFactory.instance.objectNode();

  private Description() {}

  /**
   * Describes routes; those for pages are left out.
   *
   * @param version of the software
   */
  public static JsonNode of(List<Route> routes, String version) {
    return new Description().describe(routes, version);
  }

  private ObjectNode describe(List<Route> routes, String version) {
    List<Route> described =
        routes.stream()
            .filter(route -> !route.forPages())
            .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
            .toList();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Sluice")
        .put("summary", "Pipelines of a project: how they stand, and what to do about it")
        .put("version", version);
    document.putArray("security").addObject().putArray(BEARER);
    ArrayNode tags = document.putArray("tags");
    described.stream()
        .map(Route::tag)
        .distinct()
        .sorted()
        .forEach(tag -> tags.addObject().put("name", tag));
    ObjectNode paths = document.putObject("paths");
    described.forEach(
        route ->
            paths
                .withObjectProperty(route.path())
                .set(route.method().name().toLowerCase(Locale.ROOT), operation(route)));
    ObjectNode components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject(BEARER)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "A token of the server: sluice token create");
    components.putObject("responses").set("problem", problem());
    components.set("schemas", sorted(schemas.definitions()));
    return document;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("operationId", route.name());
    operation.putArray("tags").add(route.tag());
    operation.put("summary", route.summary()).put("description", allowed(route.access()));
    if (route.access() instanceof Access.Open) {
      operation.putArray("security");
    }
    new ParameterList(operation).add(route);
    body(route.body(), operation);
    ObjectNode responses = operation.putObject("responses");
    route.replies().forEach(reply -> reply(reply, responses));
    responses.putObject("default").put("$ref", "#/components/responses/problem");
    return operation;
  }

  private static String allowed(Access access) {
    if (access instanceof Access.OfPipeline of) {
      return "Needs " + word(of.permission()) + " in the namespace of the pipeline.";
    }
    if (access instanceof Access.Everywhere of) {
      return "Needs " + word(of.permission()) + " in all namespaces.";
    }
    if (access instanceof Access.Somewhere of) {
      return "Needs " + word(of.permission()) + " in one namespace; shows what you may see.";
    }
    return access instanceof Access.Known ? "For everybody who is known." : "For everybody.";
  }

  private static String word(Enum<?> permission) {
    return permission.name().toLowerCase(Locale.ROOT);
  }

  private void body(Body body, ObjectNode operation) {
    if (body.kind() == Body.Kind.NONE) {
      return;
    }
    ObjectNode content =
        operation.putObject("requestBody").put("required", true).putObject("content");
    for (String type : body.mediaTypes()) {
      content
          .putObject(type)
          .set(
              "schema",
              body.type()
                  .<JsonNode>map(schemas::of)
                  .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("type", "string")));
    }
  }

  private void reply(Reply reply, ObjectNode responses) {
    ObjectNode response = responses.withObjectProperty("" + reply.status());
    response.put("description", reply.meaning());
    reply
        .mediaType()
        .ifPresent(
            type -> {
              ObjectNode media = response.withObjectProperty("content").putObject(type);
              media.set(
                  "schema",
                  reply
                      .type()
                      .<JsonNode>map(schemas::of)
                      .orElseGet(
                          () -> JsonNodeFactory.instance.objectNode().put("type", "string")));
            });
  }

  private ObjectNode problem() {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    response.put("description", "It was not done");
    response
        .putObject("content")
        .putObject(PROBLEM)
        .set("schema", schemas.of(ProblemDetails.class));
    return response;
  }

  private static ObjectNode sorted(ObjectNode schemas) {
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    Set<String> names = new TreeSet<>();
    schemas.fieldNames().forEachRemaining(names::add);
    names.forEach(name -> sorted.set(name, schemas.get(name)));
    return sorted;
  }
}
