package io.sluice.cli.setup;

import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.plugin.PluginFolder;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.hub.LockedPlugin;
import io.sluice.plugin.hub.PluginHub;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How commands show a plugin that the project has of its own. */
final class InstalledPlugin {
  private InstalledPlugin() {}

  /** Its name, and what is in it. */
  static void print(String what, LockedPlugin plugin, PluginHub hub, Output output) {
    output.line(output.styled(Style.GOOD, what) + "  " + plugin.title() + "  " + plugin.source());
    Map<PluginKind, Integer> more = new EnumMap<>(PluginKind.class);
    for (PluginFolder.Content content : PluginFolder.contents(hub.folder(plugin))) {
      switch (content.kind()) {
        case SOURCE, SINK ->
            output.line("  " + content.kind().title() + "  " + content.className());
        case TRANSFORMATION, PREDICATE, CONVERTER, HEADER_CONVERTER, CONFIG_PROVIDER ->
            more.merge(content.kind(), 1, Integer::sum);
      }
    }
    more.forEach(
        (kind, count) -> output.line("  " + count + " " + kind.title() + (count == 1 ? "" : "s")));
  }

  static Map<String, Object> document(LockedPlugin plugin) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", plugin.name());
    document.put("version", plugin.version());
    document.put("source", plugin.source());
    return document;
  }

  /** With what is in it. */
  static Map<String, Object> document(LockedPlugin plugin, PluginHub hub) {
    Map<String, Object> document = document(plugin);
    document.put("folder", hub.folder(plugin).toString());
    List<Object> contents = new ArrayList<>();
    PluginFolder.contents(hub.folder(plugin))
        .forEach(
            c -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("kind", c.kind().title());
              one.put("class", c.className());
              contents.add(one);
            });
    document.put("plugins", contents);
    return document;
  }
}
