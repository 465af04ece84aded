package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.http.call.Endpoint.RawAnswer;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import java.util.List;

/** {@code /subjects/.../versions}: the versions of a subject, and new ones. */
final class VersionEndpoints {
  private static final String VERSIONS = "/subjects/{subject}/versions";
  private static final String VERSION = VERSIONS + "/{version}";

  private final Registry registry;
  private final SchemaText text;

  VersionEndpoints(Registry registry) {
    this.registry = registry;
    this.text = new SchemaText(registry);
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.post(VERSIONS, this::register),
        Endpoint.get(VERSIONS, this::list),
        Endpoint.get(VERSION, this::show),
        Endpoint.get(VERSION + "/schema", call -> new RawAnswer(textOf(version(call), call))),
        Endpoint.get(VERSION + "/referencedby", this::referencedBy),
        Endpoint.delete(VERSION, this::delete));
  }

  private SchemaDocument register(Call call) {
    SchemaDraft draft = call.body(SchemaRequest.class).draft();
    SchemaVersion registered =
        call.work(
            () -> registry.register(call.subject(), draft, call.flag("normalize"), call.actor()));
    return SchemaDocument.registered(registered, call);
  }

  private List<Integer> list(Call call) {
    return registry.versions(call.subject(), call.deleted(), call.page());
  }

  private SchemaDocument show(Call call) {
    SchemaVersion version = version(call);
    return SchemaDocument.of(version, textOf(version, call), call);
  }

  private List<Integer> referencedBy(Call call) {
    int version = VersionNumber.parse(call.path("version"));
    List<Integer> all = registry.referencedBy(call.subject(), version, call.deleted());
    return Paging.of(all, call.page());
  }

  private Integer delete(Call call) {
    return registry.deleteVersion(
        call.subject(),
        VersionNumber.parse(call.path("version")),
        call.flag("permanent"),
        call.actor());
  }

  private SchemaVersion version(Call call) {
    int number = VersionNumber.parse(call.path("version"));
    return registry.version(call.subject(), number, call.deleted());
  }

  private String textOf(SchemaVersion version, Call call) {
    return text.of(version.schema(), call);
  }
}
