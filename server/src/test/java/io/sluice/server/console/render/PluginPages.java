package io.sluice.server.console.render;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.project.draft.Draft;
import io.sluice.project.draft.DraftText;
import io.sluice.project.draft.InstalledPlugin;
import io.sluice.project.draft.PickTable;
import io.sluice.project.draft.Preview;
import io.sluice.project.draft.TestOutcome;
import io.sluice.project.inspect.Finding;
import io.sluice.project.inspect.SourceTable;
import io.sluice.server.console.make.Drawing;
import io.sluice.server.console.make.Filled;
import io.sluice.server.console.make.Results;
import io.sluice.server.console.page.ChoosePage;
import io.sluice.server.console.page.ConnectorPage;
import io.sluice.server.console.page.ConnectorsPage;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.MadePage;
import io.sluice.server.console.page.NewPage;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Samples;
import io.sluice.server.draft.Described;
import io.sluice.server.draft.Listed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages about plugins, with one that means ill. */
final class PluginPages {
  private static final String HOSTILE = "\"><script>alert(1)</script>";

  private PluginPages() {}

  static Map<String, byte[]> all(Pages pages) {
    Frame frame = Samples.frame("Connectors", io.sluice.server.console.page.Place.CONNECTORS);
    InstalledPlugin plugin =
        new InstalledPlugin(
            new PluginId(PluginKind.SOURCE, "a." + HOSTILE, HOSTILE, Optional.of(Path.of("x"))),
            HOSTILE,
            HOSTILE,
            HOSTILE);
    PluginDescription described =
        new PluginDescription(
            plugin.id(),
            HOSTILE,
            List.of(
                new PluginDescription.Option(
                    "k",
                    "string",
                    true,
                    Optional.of(HOSTILE),
                    "high",
                    Optional.of(HOSTILE),
                    HOSTILE,
                    Optional.of(HOSTILE),
                    List.of(HOSTILE),
                    List.of(HOSTILE))));
    Listed listed = new Listed(plugin, Optional.of(List.of(HOSTILE)), true);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(
        "connectors",
        pages.render("connectors", ConnectorsPage.of(frame, HOSTILE, List.of(listed))));
    all.put(
        "connectors-none", pages.render("connectors", ConnectorsPage.of(frame, "x", List.of())));
    all.put("connector", pages.render("connector", ConnectorPage.of(frame, listed, described)));
    all.put(
        "connector-silent",
        pages.render(
            "connector",
            ConnectorPage.of(frame, listed, new PluginDescription(plugin.id(), "1", List.of()))));
    all.putAll(ofNew(pages, plugin, described));
    return all;
  }

  /** The form with all that can be told, each part of which means ill. */
  private static Map<String, byte[]> ofNew(
      Pages pages, InstalledPlugin plugin, PluginDescription described) {
    Frame frame = Samples.frame("New pipeline", io.sluice.server.console.page.Place.CONNECTORS);
    Filled filled = Filled.choosing("shop", "default", HOSTILE, HOSTILE);
    Described known = new Described(plugin, described);
    Draft.Side side = new Draft.Side(HOSTILE, Map.of(HOSTILE, HOSTILE), Map.of("k", "v"));
    Drawing drawing =
        new Drawing(
            filled,
            new Draft("shop", HOSTILE, side, side, List.of(HOSTILE)),
            DraftText.Notes.NONE,
            List.of(HOSTILE));
    Problem problem =
        Problem.error(new Place(Path.of("x"), 1, 1, "source.config.k"), HOSTILE, HOSTILE);
    SourceTable table = new SourceTable(HOSTILE, HOSTILE, 7, 1, false, 'd', false, false);
    Results tested =
        Results.of(
            new TestOutcome(
                List.of(
                    Finding.problem(HOSTILE, HOSTILE, HOSTILE),
                    Finding.warning("x", "y"),
                    Finding.ok("x", "y")),
                List.of(problem),
                List.of(new PickTable(table, HOSTILE, true)),
                Map.of("source.k", List.of(HOSTILE))));
    Results looked =
        Results.of(
            new Preview(
                List.of(new Preview.Table(HOSTILE, List.of(HOSTILE), List.of(List.of(HOSTILE)))),
                false,
                3,
                List.of(HOSTILE),
                Optional.of(HOSTILE)));
    Map<String, byte[]> all = new LinkedHashMap<>();
    Map<String, Results> results =
        Map.of(
            "new",
            Results.NONE,
            "new-tested",
            tested,
            "new-looked",
            looked,
            "new-file",
            Results.of(HOSTILE, List.of(problem)));
    results.forEach(
        (name, came) ->
            all.put(
                name,
                pages.render(
                    "new",
                    NewPage.of(
                        frame,
                        "shop.yaml",
                        drawing,
                        known,
                        known,
                        came,
                        Optional.of(new Refused(HOSTILE, Optional.of(HOSTILE)))))));
    all.put(
        "new-choose",
        pages.render(
            "choose",
            ChoosePage.of(
                frame, filled, List.of(plugin), List.of(), List.of(HOSTILE), Optional.empty())));
    all.put("new-made", pages.render("made", new MadePage(frame, HOSTILE, Optional.empty(), true)));
    return all;
  }
}
