package io.sluice.server.api;

import io.sluice.plugin.PluginKind;
import io.sluice.project.draft.InstalledPlugin;
import io.sluice.server.access.Permission;
import io.sluice.server.api.document.PluginDocument;
import io.sluice.server.api.document.PluginList;
import io.sluice.server.api.document.PluginSummary;
import io.sluice.server.draft.Described;
import io.sluice.server.draft.Workbench;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What pipelines can be made of. Thread-safe. */
final class ConnectorEndpoints {
  private static final String TAG = "connectors";
  private static final String PATH = Drafts.ROOT + "/connectors";
  private static final int LONGEST = 1 << 20;

  private final Json json = new Json(LONGEST);
  private final Workbench workbench;

  ConnectorEndpoints(Workbench workbench) {
    this.workbench = workbench;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH)
            .needs(Access.somewhere(Permission.SEE))
            .described("listConnectors", TAG, "Plugins that pipelines can name")
            .query(Parameter.choice("kind", kinds(), "Only those of this kind"))
            .query(Parameter.text("search", "Only those whose name, class or place has this text"))
            .paged()
            .answers(Reply.json(200, PluginList.class, "A page of plugins"))
            .does(this::list),
        Route.get(PATH + "/{kind}/{name}")
            .needs(Access.somewhere(Permission.SEE))
            .part("kind", "Its kind, as the list has it")
            .part("name", "Its name or class, as pipeline files have it")
            .described("getConnector", TAG, "A plugin with the documentation of all its settings")
            .answers(Reply.json(200, PluginDocument.class, "The plugin"))
            .does(this::one));
  }

  private static List<String> kinds() {
    return Arrays.stream(PluginKind.values()).map(InstalledPlugin::kind).toList();
  }

  private Answer list(Request request) {
    List<InstalledPlugin> wanted =
        workbench.matching(request.text("search").orElse("")).stream()
            .filter(one -> request.text("kind").map(one.kind()::equals).orElse(true))
            .sorted(Comparator.comparing(ConnectorEndpoints::key))
            .toList();
    Paging.Slice<InstalledPlugin> page = request.paging().of(wanted, ConnectorEndpoints::key);
    return versioned(
        new PluginList(
            page.entries().stream().map(one -> summary(request, one)).toList(),
            wanted.size(),
            page.nextCursor()));
  }

  private static String key(InstalledPlugin plugin) {
    return plugin.kind() + " " + plugin.name() + " " + plugin.from();
  }

  private Answer one(Request request) {
    Described found = workbench.describe(request.part("kind"), request.part("name"));
    return versioned(PluginDocument.of(summary(request, found.plugin()), found.description()));
  }

  private PluginSummary summary(Request request, InstalledPlugin plugin) {
    return PluginSummary.of(plugin, workbench.listed(request.who(), plugin).permitted());
  }

  /** It changes when something is installed, and clients ask often. */
  private Answer versioned(Object document) {
    return Answer.json(document).version(Integer.toHexString(json.text(document).hashCode()));
  }
}
