package io.sluice.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a registry of its own, and another registry that is reached by HTTP. */
abstract class TwoRegistries {
  @TempDir Path folder;
  @TempDir Path served;
  StateDatabase state;
  RegistryServer server;

  /** Where the registry is that the commands are about. */
  enum Where {
    OWN,
    SERVED
  }

  @BeforeEach
  void serve() {
    Clock clock = Clock.systemUTC();
    state = StateDatabase.open(served, clock);
    Registry registry = Registry.open(state, SchemaFormats.standard(), clock);
    server = RegistryServer.start(registry, ServerSettings.local(0, "test"));
  }

  @AfterEach
  void stop() {
    server.close();
    state.close();
  }

  Path stateOf(Where where) {
    return where == Where.OWN ? folder.resolve(".sluice") : served;
  }

  static Where other(Where where) {
    return where == Where.OWN ? Where.SERVED : Where.OWN;
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  JsonNode ok(Where where, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("-o", "json"));
    Invocation invocation = run(where, all.toArray(String[]::new));
    assertThat(invocation.code()).as("%s: %s%s", all, invocation.out(), invocation.err()).isZero();
    return invocation.json();
  }

  Invocation run(Where where, String... arguments) {
    List<String> all = new ArrayList<>(List.of("schema"));
    all.addAll(Arrays.asList(arguments));
    if (where == Where.SERVED) {
      all.addAll(List.of("--registry", server.url().toString()));
    }
    return Invocation.in(folder, all.toArray(String[]::new));
  }

  static List<String> texts(JsonNode list, String key) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.path(key).asText()));
    return texts;
  }
}
