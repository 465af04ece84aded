package io.sluice.plugin.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.plugin.AddedPlugin;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.PluginFolder;
import io.sluice.plugin.PluginJar;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import io.sluice.plugin.resolve.TestRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginHubTest {
  @TempDir Path work;
  private TestRepository remote;
  private MavenOptions options;
  private PluginJar jars;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void serve() throws Exception {
    remote = new TestRepository(work);
    options = remote.options();
    jars = new PluginJar(Files.createDirectories(work.resolve("compiled")));
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private PluginHub hub(Path project) {
    return new PluginHub(project, project.resolve(".sluice"), options, told::add);
  }

  private PluginHub hub() {
    return hub(work.resolve("project"));
  }

  private Path jar(String version, String service) {
    return jar(version, service, version);
  }

  private Path jar(String version, String service, String reported) {
    return jars.compile(
        work.resolve("jars").resolve("shop-" + version + ".jar"),
        "org.acme.ShopConnector",
        service,
        PluginJar.sourceConnector("org.acme", "ShopConnector", reported));
  }

  private void publish(String version) throws Exception {
    publish(version, version);
  }

  private void publish(String version, String reported) throws Exception {
    remote.pom("org.acme", "shop", version);
    remote.put(
        "org.acme",
        "shop",
        version,
        ".jar",
        Files.readAllBytes(jar(version, PluginJar.SOURCE_SERVICE, reported)));
  }

  private static Plugins plugins(PluginHub hub) {
    return Plugins.of(List.of(), hub.added(), name -> hub.require(Coordinates.parse(name)));
  }

  private static List<String> folders(PluginHub hub, Path project) throws IOException {
    try (Stream<Path> all = Files.list(project.resolve(".sluice").resolve("plugins"))) {
      return all.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_plugin_of_a_repository_is_added_and_found() throws Exception {
    publish("1.0");
    PluginHub hub = hub();

    LockedPlugin added = hub.add(Coordinates.parse("org.acme:shop:1.0"));

    assertThat(added.title()).isEqualTo("shop@1.0");
    try (Plugins plugins = plugins(hub)) {
      assertThat(plugins.version(plugins.find(PluginKind.SOURCE, "shop"))).isEqualTo("1.0");
    }
    assertThat(Files.readString(hub.lockFile().path()))
        .contains("source: maven:org.acme:shop:jar:1.0")
        .contains("shop-1.0.jar:")
        .containsPattern("sha256: [0-9a-f]{64}")
        .doesNotContain(work.toString());
  }

  @Test
  void two_versions_of_a_connector_live_in_one_process() throws Exception {
    publish("1.0");
    publish("2.0");
    PluginHub hub = hub();
    hub.require(Coordinates.parse("org.acme:shop:1.0"));
    hub.require(Coordinates.parse("org.acme:shop:2.0"));

    try (Plugins plugins = plugins(hub)) {
      Isolated<SourceConnector> old = plugins.newSourceConnector("maven:org.acme:shop:1.0");
      Isolated<SourceConnector> young = plugins.newSourceConnector("maven:org.acme:shop:2.0");
      Isolated<SourceConnector> either = plugins.newSourceConnector("shop@1.0");

      assertThat(old.instance().version()).isEqualTo("1.0");
      assertThat(young.instance().version()).isEqualTo("2.0");
      assertThat(either.loader()).isSameAs(old.loader());
      assertThat(old.instance().getClass()).isNotEqualTo(young.instance().getClass());
    }
  }

  @Test
  void a_plugin_goes_by_the_version_that_it_was_added_in_whatever_it_reports() throws Exception {
    // As connect-file does: each reports the version of the Kafka that it runs on.
    publish("9.0", "4.3");
    publish("10.0", "4.3");
    PluginHub hub = hub();
    hub.add(Coordinates.parse("org.acme:shop:9.0"));
    hub.add(Coordinates.parse("org.acme:shop:10.0"));

    try (Plugins plugins = plugins(hub)) {
      assertThat(plugins.knownVersion(plugins.find(PluginKind.SOURCE, "shop"))).isEqualTo("10.0");
      assertThat(plugins.find(PluginKind.SOURCE, "shop@9.0").location())
          .hasValueSatisfying(folder -> assertThat(folder).hasFileName("shop-9.0"));
      assertThat(plugins.newSourceConnector("shop@4.3").instance().version()).isEqualTo("4.3");
      assertThatThrownBy(() -> plugins.find(PluginKind.SOURCE, "shop@8.0"))
          .hasMessageContaining("only in 9.0, 10.0");
    }
  }

  @Test
  void coordinates_name_their_plugin_and_a_class_of_it() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    hub.require(Coordinates.parse("org.acme:shop:1.0"));

    try (Plugins plugins = plugins(hub)) {
      assertThat(
              plugins.find(PluginKind.SOURCE, "maven:org.acme:shop:1.0#ShopConnector").className())
          .isEqualTo("org.acme.ShopConnector");
      assertThatThrownBy(() -> plugins.find(PluginKind.SOURCE, "maven:org.acme:shop:1.0#Other"))
          .hasMessageContaining("#org.acme.ShopConnector");
      assertThatThrownBy(() -> plugins.find(PluginKind.SINK, "maven:org.acme:shop:1.0"))
          .hasMessageContaining("holds no sink connector");
    }
  }

  @Test
  void another_machine_gets_the_same_bits_without_looking_for_versions() throws Exception {
    publish("1.0");
    hub().add(Coordinates.parse("org.acme:shop:1.0"));
    publish("1.1");
    Path clone = Files.createDirectories(work.resolve("clone"));
    Files.copy(hub().lockFile().path(), clone.resolve(LockFile.NAME));
    options = remote.options();

    List<AddedPlugin> added = hub(clone).added();

    assertThat(added).hasSize(1);
    assertThat(added.get(0).folder().resolve("shop-1.0.jar")).exists();
    assertThat(remote.asked()).noneMatch(path -> path.contains("maven-metadata"));
  }

  @Test
  void the_lock_files_version_is_meant_where_none_is_said_on_another_machine_too()
      throws Exception {
    publish("1.9");
    publish("1.10");
    hub().add(Coordinates.parse("org.acme:shop:1.9"));
    hub().add(Coordinates.parse("org.acme:shop:1.10"));
    publish("2.0");
    Path clone = Files.createDirectories(work.resolve("clone"));
    Files.copy(hub().lockFile().path(), clone.resolve(LockFile.NAME));
    PluginHub hub = hub(clone);

    Path required = hub.require(Coordinates.parse("maven:org.acme:shop"));

    assertThat(required.getFileName()).hasToString("shop-1.10");
    assertThat(required).isDirectoryContaining("glob:**shop-1.10.jar");
    assertThat(hub.lockFile().path()).hasSameTextualContentAs(hub().lockFile().path());
    assertThat(hub.find(Coordinates.parse("org.acme:shop")).map(LockedPlugin::title))
        .hasValue("shop@1.10");
  }

  @Test
  void of_several_versions_the_highest_is_updated() throws Exception {
    publish("1.1");
    publish("1.2");
    PluginHub hub = hub();
    hub.add(Coordinates.parse("org.acme:shop:1.2"));
    hub.add(Coordinates.parse("org.acme:shop:1.1"));
    publish("2.0");

    List<PluginHub.Update> updates = hub.update(Optional.empty()).updates();

    assertThat(updates).hasSize(1);
    assertThat(updates.get(0).from().title()).isEqualTo("shop@1.2");
    assertThat(hub.plugins())
        .extracting(LockedPlugin::title)
        .containsExactly("shop@1.1", "shop@2.0");
  }

  @Test
  void other_bits_than_the_lock_file_has_are_refused_by_the_files_name() throws Exception {
    publish("1.0");
    LockedPlugin added = hub().add(Coordinates.parse("org.acme:shop:1.0"));
    String expected = added.files().values().iterator().next().sha256();
    Path clone = Files.createDirectories(work.resolve("clone"));
    Files.copy(hub().lockFile().path(), clone.resolve(LockFile.NAME));
    remote.put("org.acme", "shop", "1.0", ".jar", Files.readAllBytes(jar("1.0", "")));
    options = remote.options();

    assertThatThrownBy(() -> hub(clone).sync())
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.REFUSED))
        .hasMessageContaining("shop-1.0.jar")
        .hasMessageContaining("expected SHA-256 " + expected)
        .hasMessageContaining("found ");
    assertThat(folders(hub(clone), clone)).isEmpty();
  }

  @Test
  void no_file_comes_in_under_the_name_that_sluice_gives_its_own() throws Exception {
    byte[] evil = Files.readAllBytes(jar("6.6.6", PluginJar.SOURCE_SERVICE));
    Path jar = jar("1.0", ""); // made twice it might differ by its time
    remote.pom("org.acme", "shop", "1.0");
    remote.put("org.acme", "shop", "1.0", "-plugin.zip", archive(jar, null));
    hub().add(Coordinates.parse("org.acme:shop:1.0"));
    Path clone = Files.createDirectories(work.resolve("clone"));
    Files.copy(hub().lockFile().path(), clone.resolve(LockFile.NAME));
    remote.put("org.acme", "shop", "1.0", "-plugin.zip", archive(jar, evil));
    options = remote.options();

    assertThatThrownBy(() -> hub(clone).sync())
        .isInstanceOf(InstallException.class)
        .hasMessageContaining(PluginFolder.SERVICE_FILES + " is there and was not");
    assertThat(folders(hub(clone), clone)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", PluginJar.SOURCE_SERVICE})
  void sync_puts_right_what_was_changed_under_that_name(String services) throws Exception {
    byte[] evil = Files.readAllBytes(jar("6.6.6", PluginJar.SOURCE_SERVICE));
    PluginHub hub = hub();
    LockedPlugin shop = hub.add("x", jar("1.0", services));
    Path ours = hub.folder(shop).resolve(PluginFolder.SERVICE_FILES);
    Files.write(ours, evil);

    assertThat(hub.sync().fetched()).containsExactly(shop);

    assertThat(hub.sync().kept()).containsExactly(shop);
    if (services.isEmpty()) {
      assertThat(Files.readAllBytes(ours)).isNotEqualTo(evil);
      Files.delete(ours);
      assertThat(hub.sync().fetched()).containsExactly(shop);
    } else {
      assertThat(ours).doesNotExist();
    }
  }

  @Test
  void a_link_in_a_plugins_folder_is_not_called_right() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    LockedPlugin shop = hub.add(Coordinates.parse("org.acme:shop:1.0"));
    Files.createSymbolicLink(hub.folder(shop).resolve("lib"), work.resolve("jars"));

    assertThat(hub.sync().fetched()).containsExactly(shop);
    assertThat(hub.sync().kept()).containsExactly(shop);
  }

  private static byte[] archive(Path jar, byte @Nullable [] serviceFiles) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("shop/shop.jar"));
      out.write(Files.readAllBytes(jar));
      out.putNextEntry(new ZipEntry("shop/README.md"));
      if (serviceFiles != null) {
        out.putNextEntry(new ZipEntry("shop/" + PluginFolder.SERVICE_FILES));
        out.write(serviceFiles);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void sync_mends_what_was_changed_and_sweeps_what_nobody_asks_for() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    LockedPlugin shop = hub.add(Coordinates.parse("org.acme:shop:1.0"));
    Files.writeString(hub.folder(shop).resolve("shop-1.0.jar"), "tampered with");
    Files.createDirectories(hub.folder(shop).resolveSibling("stray-9"));

    PluginHub.Synced synced = hub.sync();

    assertThat(synced.fetched()).extracting(LockedPlugin::title).containsExactly("shop@1.0");
    assertThat(synced.removed()).containsExactly("stray-9");
    assertThat(Bits.difference(shop, Bits.of(hub.folder(shop)))).isNull();
    assertThat(hub.sync().kept()).hasSize(1);
  }

  @Test
  void an_update_replaces_the_version_and_the_lock_file_follows() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    LockedPlugin old = hub.add(Coordinates.parse("org.acme:shop:1.0"));
    publish("1.1");

    List<PluginHub.Update> updates = hub.update(Optional.empty()).updates();

    assertThat(updates).hasSize(1);
    assertThat(updates.get(0).to().title()).isEqualTo("shop@1.1");
    assertThat(hub.plugins()).extracting(LockedPlugin::title).containsExactly("shop@1.1");
    assertThat(hub.folder(old)).doesNotExist();
    assertThat(hub.update(Optional.of("shop")).updates()).isEmpty();
  }

  @Test
  void a_plugin_that_is_removed_is_gone_and_one_of_several_has_to_be_named() throws Exception {
    publish("1.0");
    publish("2.0");
    PluginHub hub = hub();
    hub.add(Coordinates.parse("org.acme:shop:1.0"));
    hub.add(Coordinates.parse("org.acme:shop:2.0"));

    assertThatThrownBy(() -> hub.remove("shop")).hasMessageContaining("shop@1.0, shop@2.0");
    hub.remove("shop@1.0");
    hub.remove("shop");

    assertThat(hub.plugins()).isEmpty();
    assertThatThrownBy(() -> hub.remove("shop")).hasMessageContaining("it has none");
  }

  @Test
  void an_old_plugin_gets_its_service_files_when_it_is_added() throws Exception {
    PluginHub hub = hub();

    LockedPlugin added = hub.add("x", jar("0.9", ""));

    assertThat(added.title()).isEqualTo("shop@0.9");
    assertThat(hub.folder(added).resolve("sluice-service-files.jar")).exists();
    assertThat(added.files()).containsOnlyKeys("shop-0.9.jar");
    try (Plugins plugins = plugins(hub)) {
      assertThat(plugins.find(PluginKind.SOURCE, "shop").className())
          .isEqualTo("org.acme.ShopConnector");
    }
    assertThat(hub.sync().kept()).hasSize(1);
  }

  @Test
  void a_component_archive_is_named_by_its_manifest() throws Exception {
    Path jar = jar("1.0", PluginJar.SOURCE_SERVICE);
    Path zip = Files.createDirectories(work.resolve("project")).resolve("download.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("acme-shop-7.1/manifest.json"));
      out.write("{\"name\": \"kafka-connect-shop\", \"version\": \"7.1\"}".getBytes());
      out.putNextEntry(new ZipEntry("acme-shop-7.1/lib/shop.jar"));
      out.write(Files.readAllBytes(jar));
      out.putNextEntry(new ZipEntry("acme-shop-7.1/doc/README.md"));
    }
    PluginHub hub = hub();

    LockedPlugin added = hub.add("download.zip", zip);

    assertThat(added.title()).isEqualTo("kafka-connect-shop@7.1");
    assertThat(added.source()).isEqualTo("file:download.zip");
    try (Plugins plugins = plugins(hub)) {
      assertThat(plugins.newSourceConnector("shop").instance().version()).isEqualTo("1.0");
    }
  }

  @Test
  void a_folder_of_jars_is_copied() throws Exception {
    Path jar = jar("1.0", PluginJar.SOURCE_SERVICE);
    PluginHub hub = hub();

    LockedPlugin added = hub.add("jars", work.resolve("jars"));

    assertThat(added.title()).isEqualTo("jars@local");
    assertThat(hub.folder(added).resolve("shop-1.0.jar")).hasSameBinaryContentAs(jar);
  }

  @Test
  void what_is_no_plugin_is_refused_and_leaves_nothing() throws Exception {
    Path nothing = Files.createDirectories(work.resolve("nothing"));
    Files.writeString(nothing.resolve("readme.txt"), "hello");
    PluginHub hub = hub();

    assertThatThrownBy(() -> hub.add("nothing", nothing))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("holds no connector");
    assertThat(hub.lockFile().path()).doesNotExist();
    assertThat(folders(hub, work.resolve("project"))).isEmpty();
  }

  @Test
  void a_jar_that_is_cut_off_is_refused_by_its_name() throws Exception {
    Path whole = jar("1.0", PluginJar.SOURCE_SERVICE);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole.resolveSibling("cut.jar"), Arrays.copyOf(bytes, bytes.length / 2));
    PluginHub hub = hub();

    assertThatThrownBy(() -> hub.add("jars", work.resolve("jars")))
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.REFUSED))
        .hasMessageContaining("jars holds a jar that is damaged or cut off: cut.jar");
    assertThat(hub.plugins()).isEmpty();
  }

  @Test
  void a_plugin_may_be_read_by_whoever_may_read_the_project() throws Exception {
    publish("1.0");
    PluginHub hub = hub();

    LockedPlugin added = hub.add(Coordinates.parse("org.acme:shop:1.0"));

    assertThat(Files.getPosixFilePermissions(hub.folder(added)))
        .isEqualTo(
            Files.getPosixFilePermissions(Files.createDirectory(work.resolve("any-folder"))));
  }

  @Test
  void a_plugin_that_cannot_be_updated_keeps_no_other_from_it() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    hub.add(Coordinates.parse("org.acme:shop:1.0"));
    remote.put(
        "org.acme",
        "kiosk",
        "1.0",
        ".jar",
        Files.readAllBytes(jar("1.0", PluginJar.SOURCE_SERVICE)));
    remote.pom("org.acme", "kiosk", "1.0");
    hub.add(Coordinates.parse("org.acme:kiosk:1.0"));
    Files.delete(work.resolve("remote").resolve("org/acme/kiosk/maven-metadata.xml"));
    publish("1.1");

    PluginHub.Updated updated = hub.update(Optional.empty());

    assertThat(updated.updates()).extracting(u -> u.to().title()).containsExactly("shop@1.1");
    assertThat(updated.failures()).containsOnlyKeys("kiosk@1.0");
  }

  @Test
  void another_plugin_of_the_same_name_and_version_is_refused() throws Exception {
    publish("1.0");
    PluginHub hub = hub();
    hub.add(Coordinates.parse("org.acme:shop:1.0"));

    assertThatThrownBy(() -> hub.add("x", jar("1.0", "")))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("shop@1.0 is there already");
  }

  @Test
  void several_that_add_at_once_wait_for_each_other() throws Exception {
    publish("1.0");
    publish("2.0");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<LockedPlugin>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String version = i % 2 == 0 ? "1.0" : "2.0";
        all.add(threads.submit(() -> hub().add(Coordinates.parse("org.acme:shop:" + version))));
      }
      for (Future<LockedPlugin> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(hub().plugins())
        .extracting(LockedPlugin::title)
        .containsExactly("shop@1.0", "shop@2.0");
    assertThat(hub().sync().kept()).hasSize(2);
  }

  @Test
  void a_lock_file_that_would_write_elsewhere_is_refused() throws Exception {
    Path project = Files.createDirectories(work.resolve("project"));
    Files.writeString(
        project.resolve(LockFile.NAME),
        """
        version: 1
        plugins:
        - name: shop
          version: '1.0'
          source: maven:org.acme:shop:jar:1.0
          files:
            ../../shop.jar: %s
        """
            .formatted("0".repeat(64)));

    assertThatThrownBy(() -> hub().added())
        .isInstanceOf(InstallException.class)
        .hasMessageContaining(LockFile.NAME)
        .hasMessageContaining("../../shop.jar");
  }

  @Test
  void a_lock_file_of_a_newer_form_is_left_to_who_wrote_it() throws Exception {
    Path project = Files.createDirectories(work.resolve("project"));
    Files.writeString(project.resolve(LockFile.NAME), "version: 99\nplugins: []\n");

    assertThatThrownBy(() -> hub().added())
        .isInstanceOfSatisfying(
            InstallException.class, e -> assertThat(e.hint()).asString().contains("newer Sluice"))
        .hasMessageContaining("form version 99; this Sluice reads 1");
  }
}
