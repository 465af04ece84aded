package io.sluice.plugin.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a plugin that came as a file is called: what its {@code manifest.json} says, as component
 * archives of Confluent's hub have it, or else its file's name.
 */
record PluginName(String name, String version) {
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?i)([._-](plugin|package|distribution|dist|all))?\\.(tar\\.gz|tgz|zip|jar)$");
  private static final Pattern VERSIONED = Pattern.compile("(.+?)[-_]v?(\\d[A-Za-z0-9_.+-]*)");
  private static final String UNVERSIONED = "local";

  static PluginName of(Path folder, String file) {
    Path manifest = folder.resolve("manifest.json");
    if (Files.isRegularFile(manifest)) {
      try {
        // Every JSON document is YAML.
        Object read =
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(manifest));
        if (read instanceof Map<?, ?> m && m.get("name") != null && m.get("version") != null) {
          return safe(m.get("name").toString(), m.get("version").toString());
        }
      } catch (IOException | YamlEngineException e) {
        return ofFile(file); // not such a manifest: the name of the file has to do
      }
    }
    return ofFile(file);
  }

  private static PluginName ofFile(String file) {
    String plain = EXTENSION.matcher(file).replaceFirst("");
    Matcher versioned = VERSIONED.matcher(plain);
    return versioned.matches()
        ? safe(versioned.group(1), versioned.group(2))
        : safe(plain, UNVERSIONED);
  }

  private static PluginName safe(String name, String version) {
    return new PluginName(safe(name), safe(version));
  }

  private static String safe(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9_.+-]+", "-").replaceAll("^[.-]+|\\.(?=\\.)", "");
    return plain.isEmpty() ? "plugin" : plain;
  }
}
