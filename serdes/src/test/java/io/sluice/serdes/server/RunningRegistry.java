package io.sluice.serdes.server;

import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.model.Actor;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.ClientSettings;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A registry with its server, on a state database in a folder of the test's. */
public final class RunningRegistry implements AutoCloseable {
  private final StateDatabase state;
  private final Registry registry;
  private final RegistryServer server;

  private RunningRegistry(StateDatabase state, Registry registry, RegistryServer server) {
    this.state = state;
    this.registry = registry;
    this.server = server;
  }

  public static RunningRegistry in(Path folder) {
    return in(folder, settings -> settings);
  }

  /**
   * @param other makes other settings of the usual ones
   */
  public static RunningRegistry in(Path folder, UnaryOperator<ServerSettings> other) {
    StateDatabase state = StateDatabase.open(folder, Clock.systemUTC());
    Registry registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
    return new RunningRegistry(
        state,
        registry,
        RegistryServer.start(registry, other.apply(ServerSettings.local(0, "test"))));
  }

  public String url() {
    return server.url().toString();
  }

  public RegistryClient client() {
    return RegistryClients.connect(ClientSettings.of(Map.of("schema.registry.url", url())));
  }

  /** Deletes a version softly. */
  public void delete(String subject, int version) {
    registry.deleteVersion(subject, version, false, new Actor("test", "test"));
  }

  /** Settings of a converter or serializer, these beside the URL. */
  public Map<String, Object> settings(Map<String, ?> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("schema.registry.url", url());
    return all;
  }

  @Override
  public void close() {
    server.close();
    state.close();
  }
}
