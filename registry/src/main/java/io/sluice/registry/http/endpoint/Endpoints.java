package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** All endpoints of a registry. */
public final class Endpoints {
  private static final String CONTEXT = "/contexts/{context}";

  private Endpoints() {}

  /**
   * The endpoints, what is asked for most in front. All but those of the server as a whole are also
   * under {@code /contexts/:.team:}, where subjects that name no context are of that one.
   *
   * @param version of the software, for who asks
   */
  public static List<Endpoint> of(Registry registry, String version) {
    List<Endpoint> ofContext = new ArrayList<>();
    ofContext.addAll(new SchemaEndpoints(registry).all());
    ofContext.addAll(new SubjectEndpoints(registry).all());
    ofContext.addAll(new VersionEndpoints(registry).all());
    ofContext.addAll(new CompatibilityEndpoints(registry).all());
    ofContext.addAll(new ConfigEndpoints(registry).all());
    ofContext.addAll(new ModeEndpoints(registry).all());
    List<Endpoint> all = new ArrayList<>(ofContext);
    all.addAll(new ServerEndpoints(registry, version).all());
    for (Endpoint endpoint : ofContext) {
      all.add(
          new Endpoint(
              endpoint.method(), CONTEXT + endpoint.path(), endpoint.isWrite(), endpoint.work()));
    }
    return List.copyOf(all);
  }
}
