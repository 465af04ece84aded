package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import io.sluice.plugin.hub.LockedPlugin.LockedFile;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.VersionOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@code sluice.lock}: which plugins a project has, from where, and the SHA-256 of each of their
 * files. YAML, sorted, so that two people's changes merge. People commit it and do not edit it.
 */
public final class LockFile {
  /** Its name in the project's folder. */
  public static final String NAME = "sluice.lock";

  private static final int FORM = 1;
  private static final String HEADER =
      """
      # The plugins of this project, with the SHA-256 of each file. Commit it. It is written by:
      #   sluice plugin add | update | rm
      """;
  private static final Comparator<LockedPlugin> ORDER =
      Comparator.comparing(LockedPlugin::name)
          .thenComparing(LockedPlugin::version, new VersionOrder())
          .thenComparing(LockedPlugin::version);

  private final Path file;

  LockFile(Path file) {
    this.file = file;
  }

  /** Where it is, or will be. */
  public Path path() {
    return file;
  }

  /**
   * What it says, by name, then from the lowest version to the highest; nothing when there is none.
   *
   * @throws InstallException when it cannot be read
   */
  public List<LockedPlugin> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      Object document = new Load(settings).loadFromString(Files.readString(file));
      Map<?, ?> top = map(document, "the file");
      if (!Integer.valueOf(FORM).equals(top.get("version"))) {
        throw new InstallException(
            Kind.REFUSED,
            file + " has the form version " + top.get("version") + "; this Sluice reads " + FORM,
            "If a newer Sluice wrote it, use that; otherwise take it from version control again.");
      }
      List<LockedPlugin> plugins = new ArrayList<>();
      Object listed = top.get("plugins");
      for (Object plugin : listed instanceof List<?> list ? list : List.of()) {
        plugins.add(plugin(map(plugin, "plugins")));
      }
      plugins.sort(ORDER);
      return List.copyOf(plugins);
    } catch (YamlEngineException e) {
      throw unreadable("it is no YAML", e);
    } catch (IOException e) {
      throw unreadable("check its permissions", e);
    } catch (InstallException e) {
      throw e.getMessage() != null && e.getMessage().contains(file.toString())
          ? e
          : unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Puts this in its place, as a whole or not at all. */
  void write(List<LockedPlugin> plugins) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("version", FORM);
    top.put("plugins", plugins.stream().sorted(ORDER).map(LockFile::document).toList());
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(1000).build();
    Path written = file.resolveSibling(NAME + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          written, HEADER + new Dump(settings).dumpToString(top), StandardCharsets.UTF_8);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InstallException(
          Kind.FOLDER, file + " cannot be written; check permissions and free space", null, e);
    }
  }

  private LockedPlugin plugin(Map<?, ?> document) {
    SortedMap<String, LockedFile> files = new TreeMap<>();
    map(document.get("files"), "files")
        .forEach(
            (path, value) -> {
              Map<?, ?> one = value instanceof Map<?, ?> m ? m : Map.of("sha256", value);
              Object artifact = one.get("artifact");
              files.put(
                  String.valueOf(path),
                  new LockedFile(
                      text(one, "sha256"),
                      Optional.ofNullable(artifact).map(a -> Coordinates.parse(a.toString()))));
            });
    List<String> repositories = new ArrayList<>();
    if (document.get("repositories") instanceof List<?> list) {
      list.forEach(url -> repositories.add(String.valueOf(url)));
    }
    return new LockedPlugin(
        text(document, "name"),
        text(document, "version"),
        text(document, "source"),
        repositories,
        files);
  }

  private static Map<String, Object> document(LockedPlugin plugin) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", plugin.name());
    document.put("version", plugin.version());
    document.put("source", plugin.source());
    if (!plugin.repositories().isEmpty()) {
      document.put("repositories", plugin.repositories());
    }
    Map<String, Object> files = new LinkedHashMap<>();
    plugin
        .files()
        .forEach(
            (path, file) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              file.artifact().ifPresent(a -> one.put("artifact", a.toString()));
              one.put("sha256", file.sha256());
              files.put(path, one.size() == 1 ? file.sha256() : one);
            });
    document.put("files", files);
    return document;
  }

  private String text(Map<?, ?> document, String key) {
    Object value = document.get(key);
    if (value == null || value instanceof Map || value instanceof List) {
      throw unreadable("a plugin has no " + key, null);
    }
    return value.toString();
  }

  private Map<?, ?> map(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw unreadable("expected keys and values in " + what, null);
  }

  private InstallException unreadable(String why, @Nullable Throwable cause) {
    return new InstallException(
        Kind.REFUSED,
        file + " cannot be read: " + why,
        "Take it from version control again, or remove it and add the plugins anew.",
        cause);
  }
}
