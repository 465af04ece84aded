package io.sluice.plugin;

import io.sluice.pipeline.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What to do about names that fit no plugin or several. */
final class PluginNames {
  private static final String OWN_PACKAGE = "io.sluice.";

  private final List<Path> pluginPath;

  PluginNames(List<Path> pluginPath) {
    this.pluginPath = List.copyOf(pluginPath);
  }

  /** Of plugins that a name fits, those of the one class that it means. */
  List<PluginId> choose(String name, List<PluginId> found) {
    List<String> classes = found.stream().map(PluginId::className).distinct().toList();
    if (classes.size() == 1) {
      return found;
    }
    List<String> own = classes.stream().filter(PluginNames::isOurs).toList();
    if (own.size() == 1) {
      return found.stream().filter(id -> id.className().equals(own.get(0))).toList();
    }
    throw new PluginException(
        "'"
            + name
            + "' may mean "
            + String.join(" or ", classes)
            + "; write the one that you want");
  }

  /** Says that an artifact has no plugin of that kind, or several, or not the one that is named. */
  PluginException noneOrSeveral(String artifact, PluginKind kind, List<PluginId> there) {
    return there.isEmpty()
        ? new UnknownPluginException(artifact + " holds no " + kind.title())
        : new PluginException(
            artifact
                + " holds these "
                + kind.title()
                + "s; write the one that you want behind it: "
                + there.stream().map(id -> "#" + id.className()).collect(Collectors.joining(", ")));
  }

  /** Whether a class is Sluice's own. */
  static boolean isOurs(String className) {
    return className.startsWith(OWN_PACKAGE);
  }

  /** Says that there is no such plugin, and what there is. */
  PluginException unknown(
      PluginKind kind,
      String name,
      List<PluginId> known,
      Function<PluginKind, List<PluginId>> everything) {
    StringBuilder message = new StringBuilder("No " + kind.title() + " is called '" + name + "'");
    for (PluginKind other : PluginKind.values()) {
      if (other != kind
          && everything.apply(other).stream()
              .anyMatch(id -> Alias.matches(other, id.className(), name))) {
        message.append("; there is a ").append(other.title()).append(" of that name");
      }
    }
    List<String> aliases = known.stream().map(PluginId::alias).distinct().toList();
    message
        .append(". ")
        .append(
            Spelling.nearest(name.toLowerCase(Locale.ROOT), aliases)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Known: " + (aliases.isEmpty() ? "none" : String.join(", ", aliases))));
    List<Path> missing = pluginPath.stream().filter(path -> !Files.exists(path)).toList();
    if (!missing.isEmpty()) {
      message
          .append(" Plugin folders that are not there: ")
          .append(missing.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    return new UnknownPluginException(message.toString());
  }
}
