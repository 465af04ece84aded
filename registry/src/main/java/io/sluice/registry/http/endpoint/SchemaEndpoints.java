package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.http.call.Endpoint.ListAnswer;
import io.sluice.registry.http.call.Endpoint.Part;
import io.sluice.registry.http.call.Endpoint.RawAnswer;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /schemas}: schemas by their ids, and the list of all. */
final class SchemaEndpoints {
  /** As Confluent's {@code schema.search.max.limit}: whoever wants more asks for the next page. */
  private static final int MOST_SCHEMAS = 1_000;

  private final Registry registry;
  private final SchemaText text;

  SchemaEndpoints(Registry registry) {
    this.registry = registry;
    this.text = new SchemaText(registry);
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/schemas/ids/{id}", this::byId),
        Endpoint.get("/schemas/ids/{id}/schema", this::textById),
        Endpoint.get("/schemas/ids/{id}/subjects", this::subjects),
        Endpoint.get("/schemas/ids/{id}/versions", this::versions),
        Endpoint.get("/schemas/types", call -> SchemaType.values()),
        Endpoint.get("/schemas/guids/{guid}", this::byGuid),
        Endpoint.get("/schemas/guids/{guid}/ids", this::idsOfGuid),
        Endpoint.get("/schemas", this::list));
  }

  private SchemaDocument byId(Call call) {
    String subject = subject(call);
    StoredSchema schema = registry.schema(call.pathNumber("id"), subject);
    return SchemaDocument.byId(
        schema,
        text.of(schema, call),
        call.acceptsUnknownFields() ? anyUse(schema) : null,
        call.flag("fetchMaxId") ? registry.highestId(subject) : null,
        call);
  }

  /** Of all places where it is used the first one. */
  private @Nullable SubjectVersion anyUse(StoredSchema schema) {
    String context = ":" + schema.context() + ":";
    List<SubjectVersion> uses = registry.versionsOf(schema.id(), context, Deleted.INCLUDED);
    return uses.isEmpty() ? null : uses.get(0);
  }

  private RawAnswer textById(Call call) {
    StoredSchema schema = registry.schema(call.pathNumber("id"), subject(call));
    return new RawAnswer(text.of(schema, call));
  }

  private List<String> subjects(Call call) {
    return Paging.of(
        uses(call).stream().map(use -> use.subject().toString()).distinct().toList(), call.page());
  }

  private List<SubjectVersionDocument> versions(Call call) {
    return Paging.of(uses(call), call.page()).stream()
        .map(use -> new SubjectVersionDocument(use.subject().toString(), use.version()))
        .toList();
  }

  /** Where a schema is used, in JSON. */
  record SubjectVersionDocument(String subject, int version) {}

  private List<SubjectVersion> uses(Call call) {
    return registry.versionsOf(call.pathNumber("id"), subject(call), call.deleted());
  }

  private SchemaDocument byGuid(Call call) {
    StoredSchema schema = registry.schemaOfGuid(call.path("guid"));
    return SchemaDocument.byId(schema, text.of(schema, call), null, null, call);
  }

  private List<ContextId> idsOfGuid(Call call) {
    return registry.schemasOfGuid(call.path("guid")).stream()
        .map(schema -> new ContextId(schema.context(), schema.id()))
        .toList();
  }

  /** An id, and in which context it is one. */
  record ContextId(String context, int id) {}

  private ListAnswer list(Call call) {
    SchemaFilter filter =
        new SchemaFilter(
            call.inContext(call.text("subjectPrefix").orElse("")),
            call.deleted(),
            call.flag("latestOnly"),
            call.text("ruleType").filter(type -> !type.isEmpty()).orElse(null));
    return new ListAnswer(
        Batch.of(registry.sizes(filter, call.page(MOST_SCHEMAS))).stream()
            .map(batch -> new Versions(batch, call))
            .toList());
  }

  /** Versions of a list, which are read from the registry together. */
  private final class Versions implements Part {
    private final Batch batch;
    private final Call call;

    private Versions(Batch batch, Call call) {
      this.batch = batch;
      this.call = call;
    }

    @Override
    public long characters() {
      return batch.characters();
    }

    @Override
    public List<SchemaDocument> documents() {
      return registry.versions(batch.places(), call.deleted()).stream()
          .map(version -> SchemaDocument.of(version, version.schema().content().text(), call))
          .toList();
    }
  }

  /** In whose context an id is meant. */
  private static String subject(Call call) {
    return call.inContext(call.text("subject").orElse(""));
  }
}
