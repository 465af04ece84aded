package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerTarget;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.RegistryAddress;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.OwnCatalog;
import io.sluice.project.schema.catalog.RemoteCatalog;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.config.ClientOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which registry a command is about. */
public final class CatalogOptions {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "A registry that speaks the API of Confluent's, such as http://localhost:8081. Default:"
              + " that of 'registry' in sluice.yaml; else the one in the project's state, which"
              + " needs no server.")
  private @Nullable String url;

  @Option(
      names = "--registry-config",
      paramLabel = "FILE",
      description =
          "A file of properties that says how one gets in, by the names of Confluent's clients:"
              + " schema.registry.url, basic.auth.user.info, bearer.auth.token,"
              + " schema.registry.ssl.truststore.location...")
  private @Nullable Path config;

  @Mixin private StorageOptions storage = new StorageOptions();

  /**
   * The registry that is meant, to be asked; the caller closes it.
   *
   * @throws CommandFailure if the command line names a folder in which there is none
   */
  public Catalog open(Surroundings around, SchemaFormats formats) {
    if (url == null && config == null) {
      storage.requireState(around);
    }
    return openToWrite(around, formats);
  }

  /** The same for what may be the first to write into it. */
  public Catalog openToWrite(Surroundings around, SchemaFormats formats) {
    Path file = config;
    Map<String, String> settings =
        new HashMap<>(file == null ? Map.of() : settings(around.resolve(file)));
    if (url != null) {
      settings.put(ClientOptions.URL, url);
    }
    if (settings.containsKey(ClientOptions.URL)) {
      return remote(around, settings);
    }
    if (file != null) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " does not say " + ClientOptions.URL, "Say --registry URL.");
    }
    Optional<Map<String, String>> ofProject =
        storage.isSaid() ? Optional.empty() : ofProject(around);
    if (ofProject.isPresent()) {
      return remote(around, ofProject.get());
    }
    ServerTarget.tellIgnored(around, "schema");
    return OwnCatalog.open(
        storage.shown(around),
        storage.open(around),
        formats,
        around.clock(),
        around.environment().getOrDefault("USER", "sluice schema"));
  }

  private static Optional<Map<String, String>> ofProject(Surroundings around) {
    try (Secrets secrets = new Secrets(around.environment(), name -> Optional.empty())) {
      around.redaction().add(secrets::redact);
      return RegistryAddress.ofProject(around.directory(), secrets);
    }
  }

  /** Whether this is meant as the URL of a registry, not as a folder. */
  public static boolean isUrl(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  /**
   * Another registry, which is not the one that the command is about.
   *
   * @param config how one gets in, or null
   */
  public static Catalog other(Surroundings around, String url, @Nullable Path config) {
    Map<String, String> settings =
        new HashMap<>(config == null ? Map.of() : settings(around.resolve(config)));
    settings.put(ClientOptions.URL, url);
    return remote(around, settings);
  }

  private static Catalog remote(Surroundings around, Map<String, String> settings) {
    settings.forEach(
        (name, value) -> {
          boolean secret =
              name.endsWith(".password") || name.endsWith(".user.info") || name.endsWith(".token");
          if (secret && value.length() > 3) {
            around.redaction().add(text -> text.replace(value, "***"));
          }
        });
    return RemoteCatalog.of(settings);
  }

  private static Map<String, String> settings(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          file + " cannot be read as a file of properties",
          "A line of it is such as basic.auth.user.info=me:secret.",
          e);
    }
    Map<String, String> settings = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> settings.put(name, properties.getProperty(name)));
    return settings;
  }
}
