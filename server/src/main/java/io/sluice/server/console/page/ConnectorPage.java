package io.sluice.server.console.page;

import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginKind;
import io.sluice.project.draft.InstalledPlugin;
import io.sluice.server.draft.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plugin with the documentation of all its options.
 *
 * @param permitted where it may be named; empty where nothing is to be said
 * @param newAddress where a pipeline of it is made; empty if the visitor may make none, or it is no
 *     connector
 */
public record ConnectorPage(
    Frame frame,
    InstalledPlugin plugin,
    String permitted,
    String title,
    List<Group> groups,
    int options,
    String newAddress,
    List<Copy> copies) {
  public ConnectorPage {
    groups = List.copyOf(groups);
    copies = List.copyOf(copies);
  }

  /** Options that belong together, the most important first. */
  public record Group(String title, List<PluginDescription.Option> options) {
    public Group {
      options = List.copyOf(options);
    }
  }

  /** Of what it says of itself. */
  public static ConnectorPage of(Frame frame, Listed listed, PluginDescription description) {
    InstalledPlugin plugin = listed.plugin();
    PluginKind kind = plugin.id().kind();
    boolean connector = kind == PluginKind.SOURCE || kind == PluginKind.SINK;
    return new ConnectorPage(
        frame,
        plugin,
        listed.told(),
        kind.title(),
        groups(description.options()),
        description.options().size(),
        frame.mayMake() && connector && listed.usable()
            ? Addresses.query("/new", Map.of(plugin.kind(), plugin.name()))
            : "",
        List.of(
            new Copy("Command", "sluice plugin describe " + plugin.name()),
            new Copy("API call", Curl.get("/api/v1" + ConnectorsPage.address(plugin)))));
  }

  /** By the groups that the plugin names, each where its first option is. */
  static List<Group> groups(List<PluginDescription.Option> options) {
    Map<String, List<PluginDescription.Option>> byGroup = new LinkedHashMap<>();
    options.forEach(
        option ->
            byGroup
                .computeIfAbsent(option.group().orElse("Settings"), title -> new ArrayList<>())
                .add(option));
    return byGroup.entrySet().stream()
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }
}
