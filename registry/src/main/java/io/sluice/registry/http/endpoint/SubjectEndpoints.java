package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.ApiException;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /subjects}: which there are, which version a schema is, and their end. */
final class SubjectEndpoints {
  private static final String EVERYWHERE = ":*:";

  private final Registry registry;
  private final SchemaText text;

  SubjectEndpoints(Registry registry) {
    this.registry = registry;
    this.text = new SchemaText(registry);
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/subjects", this::list),
        Endpoint.ask("/subjects/{subject}", this::lookUp),
        Endpoint.delete("/subjects/{subject}", this::delete),
        Endpoint.get("/subjects/{subject}/metadata", this::withMetadata));
  }

  private List<String> list(Call call) {
    String all = call.context().isEmpty() ? EVERYWHERE : call.context();
    String prefix = call.text("subjectPrefix").map(call::inContext).orElse(all);
    return registry.subjects(prefix, call.deleted(), call.page());
  }

  private SchemaDocument lookUp(Call call) {
    SchemaDraft draft = call.body(SchemaRequest.class).draft();
    SchemaVersion found =
        call.work(
            () -> registry.lookUp(call.subject(), draft, call.flag("normalize"), call.deleted()));
    return SchemaDocument.of(found, text.of(found.schema(), call), call);
  }

  private List<Integer> delete(Call call) {
    return registry.deleteSubject(call.subject(), call.flag("permanent"), call.actor());
  }

  private SchemaDocument withMetadata(Call call) {
    List<String> keys = call.texts("key");
    List<String> values = call.texts("value");
    if (keys.isEmpty() || keys.size() != values.size()) {
      throw new ApiException(
          422,
          "Expected as many parameters 'key' as 'value' and at least one but found "
              + keys.size()
              + " and "
              + values.size());
    }
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      properties.put(keys.get(i), values.get(i));
    }
    SchemaVersion found = registry.latestWithMetadata(call.subject(), properties, call.deleted());
    return SchemaDocument.of(found, text.of(found.schema(), call), call);
  }
}
