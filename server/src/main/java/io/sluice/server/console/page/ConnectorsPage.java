package io.sluice.server.console.page;

import io.sluice.plugin.PluginKind;
import io.sluice.project.draft.InstalledPlugin;
import io.sluice.server.draft.Listed;
import java.util.ArrayList;
import java.util.List;

/**
 * What is installed.
 *
 * @param search the text that was looked for; empty for all
 */
public record ConnectorsPage(
    Frame frame, String search, int total, List<Group> groups, List<Copy> copies) {
  public ConnectorsPage {
    groups = List.copyOf(groups);
    copies = List.copyOf(copies);
  }

  /**
   * Those of a kind.
   *
   * @param title as people call several of them
   */
  public record Group(String id, String title, List<Listed> plugins) {
    public Group {
      plugins = List.copyOf(plugins);
    }
  }

  /** Of those that were found. */
  public static ConnectorsPage of(Frame frame, String search, List<Listed> found) {
    List<Group> groups = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      List<Listed> of = found.stream().filter(one -> one.plugin().id().kind() == kind).toList();
      if (!of.isEmpty()) {
        groups.add(new Group(InstalledPlugin.kind(kind), title(kind), of));
      }
    }
    return new ConnectorsPage(
        frame,
        search,
        found.size(),
        groups,
        List.of(
            new Copy("Command", "sluice plugin ls"),
            new Copy("API call", Curl.get("/api/v1/connectors"))));
  }

  private static String title(PluginKind kind) {
    String title = kind.title();
    return Character.toUpperCase(title.charAt(0)) + title.substring(1) + "s";
  }

  /** The page of one of them. */
  public static String address(InstalledPlugin plugin) {
    return Addresses.plugin(plugin.kind(), plugin.name());
  }
}
