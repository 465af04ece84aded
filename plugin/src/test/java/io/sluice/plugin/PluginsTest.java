package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  @TempDir Path work;
  @TempDir Path pluginPath;
  private PluginJar jars;

  @BeforeEach
  void jars() {
    jars = new PluginJar(work);
  }

  private void source(String file, String packageName, String simpleName, String version) {
    jars.compile(
        pluginPath.resolve(file),
        packageName + "." + simpleName,
        PluginJar.SOURCE_SERVICE,
        PluginJar.sourceConnector(packageName, simpleName, version));
  }

  private void oldSource(String file, String packageName, String simpleName) {
    jars.compile(
        pluginPath.resolve(file),
        packageName + "." + simpleName,
        "",
        PluginJar.sourceConnector(packageName, simpleName, "0.1"));
  }

  @Test
  void a_connector_of_a_plugin_folder_has_its_own_class_loader() {
    PluginJar.copyOf(FileStreamSourceConnector.class, pluginPath.resolve("file"));
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      Isolated<SourceConnector> found = plugins.newSourceConnector("FileStreamSource");

      assertThat(found.instance().getClass().getName())
          .isEqualTo(FileStreamSourceConnector.class.getName());
      assertThat(found.instance().getClass()).isNotEqualTo(FileStreamSourceConnector.class);
      assertThat(found.instance().getClass().getClassLoader()).isSameAs(found.loader());
    }
  }

  @Test
  void a_location_is_loaded_once_for_everybody() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      Class<?> first = plugins.newSourceConnector("orders").instance().getClass();
      Class<?> second = plugins.newSourceConnector("x.OrdersConnector").instance().getClass();

      assertThat(first).isSameAs(second);
    }
  }

  @Test
  void a_task_comes_from_its_connectors_loader() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      Isolated<Task> task = plugins.newTask(plugins.newSourceConnector("orders"));

      assertThat(task.instance().getClass().getClassLoader()).isSameAs(task.loader());
      assertThat(task.instance().version()).isEqualTo("1.0");
    }
  }

  @Test
  void entering_a_plugin_sets_the_context_loader_and_leaving_restores_it() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      Isolated<SourceConnector> found = plugins.newSourceConnector("orders");
      ClassLoader inside;
      try (LoaderScope scope = found.enter()) {
        inside = Thread.currentThread().getContextClassLoader();
      }

      assertThat(inside).isSameAs(found.loader());
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  @Test
  void of_two_versions_the_higher_is_taken_and_the_other_can_be_asked_for() {
    source("a/a.jar", "x", "OrdersConnector", "1.9.0");
    source("b/b.jar", "x", "OrdersConnector", "1.10.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThat(plugins.newSourceConnector("orders").instance().version()).isEqualTo("1.10.0");
      assertThat(plugins.newSourceConnector("orders@1.9.0").instance().version())
          .isEqualTo("1.9.0");
      assertThatThrownBy(() -> plugins.newSourceConnector("orders@2.0"))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("only in 1.9.0, 1.10.0");
    }
  }

  @Test
  void our_own_connector_wins_an_alias_that_others_share() {
    source("a/a.jar", "io.debezium.connector.postgresql", "PostgresConnector", "3.7");
    source("b/b.jar", "io.sluice.connector.postgres", "PostgresConnector", "0.1");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThat(plugins.find(PluginKind.SOURCE, "postgres").className())
          .isEqualTo("io.sluice.connector.postgres.PostgresConnector");
    }
  }

  @Test
  void an_alias_that_two_strangers_share_is_refused_with_both_names() {
    source("a/a.jar", "one", "OrdersConnector", "1");
    source("b/b.jar", "two", "OrdersConnector", "1");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThatThrownBy(() -> plugins.find(PluginKind.SOURCE, "orders"))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("one.OrdersConnector or two.OrdersConnector");
    }
  }

  @Test
  void a_jar_without_service_files_is_found_by_alias_and_by_class_name() {
    oldSource("old/old.jar", "x.old", "LegacySourceConnector");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThat(plugins.find(PluginKind.SOURCE, "legacy").className())
          .isEqualTo("x.old.LegacySourceConnector");
      assertThat(plugins.newSourceConnector("x.old.LegacySourceConnector").instance().version())
          .isEqualTo("0.1");
      assertThat(plugins.list())
          .extracting(PluginId::className)
          .contains("x.old.LegacySourceConnector");
    }
  }

  @Test
  void a_plugins_own_folder_may_be_named_instead_of_the_one_around_it() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath.resolve("a")))) {
      assertThat(plugins.find(PluginKind.SOURCE, "orders").location())
          .contains(pluginPath.resolve("a"));
    }
  }

  @Test
  void a_jar_beside_plugin_folders_is_a_location_of_its_own() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    source("single.jar", "x", "InvoicesConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThat(plugins.find(PluginKind.SOURCE, "invoices").location())
          .contains(pluginPath.resolve("single.jar"));
    }
  }

  @Test
  void a_wrong_name_is_answered_with_the_nearest_one() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath, Path.of("/nowhere")))) {
      assertThatThrownBy(() -> plugins.find(PluginKind.SOURCE, "ordres"))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("Did you mean 'orders'?")
          .hasMessageContaining("not there: /nowhere");
    }
  }

  @Test
  void a_source_that_is_named_as_a_sink_is_told_so() {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThatThrownBy(() -> plugins.find(PluginKind.SINK, "orders"))
          .hasMessageContaining("there is a source connector of that name");
    }
  }

  @Test
  void kafkas_own_transformations_and_predicates_are_there_without_any_plugin_path() {
    try (Plugins plugins = Plugins.of(List.of())) {
      assertThat(plugins.find(PluginKind.TRANSFORMATION, "regex-router").className())
          .isEqualTo("org.apache.kafka.connect.transforms.RegexRouter");
      assertThat(plugins.find(PluginKind.TRANSFORMATION, "InsertField$Key").className())
          .isEqualTo("org.apache.kafka.connect.transforms.InsertField$Key");
      assertThat(plugins.find(PluginKind.TRANSFORMATION, "insert-field").className())
          .isEqualTo("org.apache.kafka.connect.transforms.InsertField$Value");
      assertThat(
              plugins.newPredicate(
                  "org.apache.kafka.connect.transforms.predicates.TopicNameMatches"))
          .isNotNull();
      assertThat(plugins.newConfigProvider("nothing-of-the-kind")).isEmpty();
    }
  }

  @Test
  void a_description_tells_every_option_with_type_default_and_importance() {
    try (Plugins plugins = Plugins.of(List.of())) {
      PluginDescription described =
          plugins.describe(plugins.find(PluginKind.TRANSFORMATION, "regex-router"));

      assertThat(described.options())
          .extracting(PluginDescription.Option::name)
          .contains("regex", "replacement");
      PluginDescription.Option regex =
          described.options().stream()
              .filter(o -> o.name().equals("regex"))
              .findFirst()
              .orElseThrow();
      assertThat(regex.required()).isTrue();
      assertThat(regex.importance()).isEqualTo("high");
      assertThat(regex.documentation()).isNotEmpty();
    }
  }

  @Test
  void many_threads_that_ask_at_once_get_one_loader() throws Exception {
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      List<Callable<ClassLoader>> questions =
          Collections.nCopies(8, () -> plugins.newSourceConnector("orders").loader());
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        Set<ClassLoader> loaders = new HashSet<>();
        for (Future<ClassLoader> answer : threads.invokeAll(questions)) {
          loaders.add(answer.get());
        }
        assertThat(loaders).hasSize(1);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void a_password_has_no_default_to_show() {
    jars.compile(
        pluginPath.resolve("p/p.jar"),
        "x.LockedConnector",
        PluginJar.SOURCE_SERVICE,
        PluginJar.sourceConnector("x", "LockedConnector", "1")
            .replace(
                "return new ConfigDef();",
                "return new ConfigDef().define(\"pin\", ConfigDef.Type.PASSWORD, \"opensesame\","
                    + " ConfigDef.Importance.LOW, \"\");"));
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      PluginDescription.Option pin =
          plugins.describe(plugins.find(PluginKind.SOURCE, "locked")).options().get(0);

      assertThat(pin.type()).isEqualTo("password");
      assertThat(pin.defaultValue()).isEmpty();
      assertThat(pin.required()).isFalse();
    }
  }

  @Test
  void a_broken_class_is_reported_and_harms_nobody() throws IOException {
    jars.compile(
        pluginPath.resolve("bad/bad.jar"),
        "x.BrokenConnector",
        PluginJar.SOURCE_SERVICE,
        PluginJar.sourceConnector("x", "BrokenConnector", "1")
            .replace(
                "public void stop() {}",
                "static { if (true) throw new Error(\"no\"); } public void stop() {}"));
    source("a/a.jar", "x", "OrdersConnector", "1.0");
    Files.write(pluginPath.resolve("a/rubbish.jar"), new byte[] {1, 2, 3});
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      assertThatThrownBy(() -> plugins.newSourceConnector("broken"))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("x.BrokenConnector");
      assertThat(plugins.newSourceConnector("orders")).isNotNull();
    }
  }
}
