package io.sluice.acceptance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A source, and pipelines of one folder whose copies are compared with it. */
abstract class ReconcileCase {
  @TempDir Path folder;
  final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  List<String> kinds(String pipeline) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode table : reconcile(pipeline).path("tables")) {
      kinds.add(
          table.path("missing").asInt()
              + " "
              + table.path("extra").asInt()
              + " "
              + table.path("different").asInt());
    }
    return kinds;
  }

  JsonNode reconcile(String pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("reconcile", pipeline + ".yaml", "-o", "json"));
    arguments.addAll(List.of(more));
    return sluice(arguments.toArray(new String[0])).json();
  }

  Command.Result sluice(String... arguments) {
    return Command.in(folder).run(arguments);
  }

  void pipeline(String name, Target target, Map<String, String> settings) {
    file(name, target, settings, Map.of()).writeTo(folder);
  }

  PipelineFile file(
      String name, Target target, Map<String, String> settings, Map<String, String> more) {
    Map<String, String> source = new HashMap<>(database.debeziumConfig());
    source.put("slot.name", name + "_" + database.name());
    source.put("publication.name", name + "_" + database.name());
    source.put("publication.autocreate.mode", "filtered");
    source.put("topic.prefix", "shop");
    source.put("schema.include.list", "public");
    source.putAll(more);
    Map<String, String> sink = new HashMap<>(target.login());
    sink.put("url", target.url());
    sink.putAll(settings);
    return new PipelineFile(name)
        .source("postgres", source)
        .sink("copy", "table", sink)
        .retryingSoon();
  }
}
