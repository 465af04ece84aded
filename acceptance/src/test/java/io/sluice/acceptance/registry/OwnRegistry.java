package io.sluice.acceptance.registry;

import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;

/** Our registry in this process, served on a free port. */
final class OwnRegistry implements AutoCloseable {
  private final StateDatabase state;
  private final RegistryServer server;

  private OwnRegistry(StateDatabase state, RegistryServer server) {
    this.state = state;
    this.server = server;
  }

  /** Starts one on the state in a folder. */
  static OwnRegistry start(Path folder) {
    Clock clock = Clock.systemUTC();
    StateDatabase state = StateDatabase.open(folder, clock);
    try {
      Registry registry = Registry.open(state, SchemaFormats.standard(), clock);
      return new OwnRegistry(
          state, RegistryServer.start(registry, ServerSettings.local(0, "test")));
    } catch (RuntimeException | Error e) {
      state.close();
      throw e;
    }
  }

  /** Where it is, without a slash at the end. */
  String url() {
    String url = server.url().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public void close() {
    server.close();
    state.close();
  }
}
