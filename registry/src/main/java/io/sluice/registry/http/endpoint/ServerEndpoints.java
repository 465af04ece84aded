package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.model.Page;
import java.util.List;
import java.util.Map;

/** The registry as a whole: whether it is there, its contexts, and what it is. */
final class ServerEndpoints {
  private final Registry registry;
  private final String version;

  ServerEndpoints(Registry registry, String version) {
    this.registry = registry;
    this.version = version;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/", call -> Map.of()),
        Endpoint.ask("/", call -> Map.of()),
        Endpoint.get("/contexts", this::contexts),
        Endpoint.get("/v1/metadata/id", call -> clusterId()),
        Endpoint.get("/v1/metadata/version", call -> Map.of("version", version, "commitId", "")),
        Endpoint.get("/v1/metadata/deployment", call -> Map.of("attributes", List.of())));
  }

  private List<String> contexts(Call call) {
    String prefix = call.text("contextPrefix").orElse("");
    if (prefix.isEmpty()) {
      return registry.contexts(call.page());
    }
    return Paging.of(
        registry.contexts(Page.ALL).stream().filter(name -> name.startsWith(prefix)).toList(),
        call.page());
  }

  private static Map<String, Object> clusterId() {
    return Map.of(
        "id",
        "",
        "scope",
        Map.of("path", List.of(), "clusters", Map.of("schema-registry-cluster", "sluice")));
  }
}
