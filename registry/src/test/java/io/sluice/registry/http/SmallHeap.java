package io.sluice.registry.http;

import io.sluice.registry.Registry;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A registry in a process of its own; prints its port, and ends when its standard input does. */
final class SmallHeap {
  private SmallHeap() {}

  public static void main(String[] arguments) throws IOException {
    try (StateDatabase database = StateDatabase.open(Path.of(arguments[0]), Clock.systemUTC());
        RegistryServer server =
            RegistryServer.start(
                Registry.open(
                    database,
                    SchemaFormats.standard(SchemaLimits.within(Runtime.getRuntime().maxMemory())),
                    Clock.systemUTC()),
                ServerSettings.local(0, "test"))) {
      System.out.println(server.port());
      System.in.readAllBytes();
    }
  }
}
