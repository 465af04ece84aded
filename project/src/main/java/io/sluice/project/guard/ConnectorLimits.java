package io.sluice.project.guard;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.server.ConnectorsSpec;
import io.sluice.pipeline.server.PermittedConnectors;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.resolve.Coordinates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which connectors the pipelines of a namespace may name, as {@code sluice.yaml} says. A connector
 * is permitted by whatever name a file calls it; Maven coordinates, which have code fetched, only
 * as they stand in the list, whether they name a connector, a transform or a predicate. What else
 * is installed is not held to a list. Safe for use by several threads.
 */
public final class ConnectorLimits {
  private static final String MAVEN = "maven:";
  private static final Set<PluginKind> CONNECTORS = EnumSet.of(PluginKind.SOURCE, PluginKind.SINK);

  private final ConnectorsSpec said;
  private final Supplier<Plugins> plugins;

  /**
   * @param said by the project file
   * @param plugins by which two names are known to mean one; not asked where the names themselves
   *     tell
   */
  public ConnectorLimits(ConnectorsSpec said, Supplier<Plugins> plugins) {
    this.said = said;
    this.plugins = plugins;
  }

  /** Whether any list holds somewhere. */
  public boolean any() {
    return said.limited();
  }

  /** The namespaces that have a list of their own. */
  public Set<String> namespaces() {
    return said.namespaces().keySet();
  }

  /** Whether pipelines of a namespace may name a connector so. Others than connectors: always. */
  public boolean permits(String namespace, PluginKind kind, String name) {
    return said.in(namespace).map(list -> isIn(list, kind, name)).orElse(true);
  }

  /** Whether pipelines of a namespace may name this one. Others than connectors: always. */
  public boolean permits(String namespace, PluginId plugin) {
    return said.in(namespace).map(list -> isIn(list, plugin)).orElse(true);
  }

  /**
   * A file as far as its namespace may have it: what is not permitted is a problem, and is in its
   * parts no more, so that nobody fetches, loads or asks it.
   */
  public ReadResult held(String namespace, ReadResult read) {
    Optional<PermittedConnectors> list = said.in(namespace);
    return list.isEmpty() || read.parts().isEmpty()
        ? read
        : new Holding(namespace, list.get()).held(read, read.parts().get());
  }

  /**
   * What is said of namespaces and connectors that nobody knows: each may come yet, or be
   * misspelled.
   *
   * @param namespaces that there are
   */
  public List<Problem> unknown(Collection<String> namespaces) {
    List<Problem> problems = new ArrayList<>();
    said.namespaces()
        .forEach(
            (namespace, list) -> {
              if (!namespaces.contains(namespace)) {
                problems.add(unknown(namespace, list.place(), namespaces));
              }
            });
    said.permitted().ifPresent(list -> problems.addAll(unknown(list)));
    said.namespaces().values().forEach(list -> problems.addAll(unknown(list)));
    return problems;
  }

  private static Problem unknown(String namespace, Place place, Collection<String> known) {
    return Problem.warning(
        place,
        "there is no namespace "
            + Problems.shown(namespace)
            + ", that is no folder of that name in the project's",
        Spelling.nearest(namespace, known)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("Namespaces are " + String.join(", ", new TreeSet<>(known))));
  }

  private List<Problem> unknown(PermittedConnectors list) {
    return list.names().stream()
        .filter(name -> !list.all() && !name.text().startsWith(MAVEN)) // which is fetched when used
        .filter(name -> CONNECTORS.stream().noneMatch(kind -> find(kind, name.text()).isPresent()))
        .map(
            name ->
                Problem.warning(
                    name.place(),
                    "no connector is installed that is called " + Problems.shown(name.text()),
                    Spelling.nearest(name.text(), installed())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("sluice plugin ls lists what there is")))
        .toList();
  }

  private Set<String> installed() {
    try {
      return plugins.get().list().stream()
          .filter(id -> CONNECTORS.contains(id.kind()))
          .map(PluginId::alias)
          .collect(Collectors.toSet());
    } catch (PluginException | InstallException e) {
      return Set.of(); // Whoever uses them is told.
    }
  }

  private boolean isIn(PermittedConnectors list, PluginKind kind, String name) {
    if (name.startsWith(MAVEN)) {
      return list.names().stream().anyMatch(permitted -> isArtifact(permitted.text(), name));
    }
    String plain = name.replaceFirst("@.*", "");
    return !CONNECTORS.contains(kind)
        || list.names().stream().anyMatch(permitted -> permitted.text().equals(plain))
        || find(kind, plain).filter(id -> isIn(list, id)).isPresent();
  }

  private boolean isIn(PermittedConnectors list, PluginId plugin) {
    return !CONNECTORS.contains(plugin.kind())
        || list.names().stream().anyMatch(permitted -> means(permitted.text(), plugin));
  }

  /** A class is the same wherever it is installed, but what has an artifact's is only that one. */
  private boolean means(String permitted, PluginId plugin) {
    return find(plugin.kind(), permitted)
        .filter(
            meant ->
                permitted.startsWith(MAVEN)
                    ? meant.equals(plugin)
                    : meant.className().equals(plugin.className()))
        .isPresent();
  }

  /** The same artifact, in the same version and form if the list says one. */
  private static boolean isArtifact(String permitted, String named) {
    if (!permitted.startsWith(MAVEN)) {
      return false;
    }
    try {
      Coordinates listed = Coordinates.parse(permitted);
      Coordinates wanted = Coordinates.parse(named.replaceFirst("#.*", ""));
      return listed.sameArtifact(wanted)
          && (listed.version().isEmpty() || listed.version().equals(wanted.version()))
          && (listed.extension().isEmpty() || listed.extension().equals(wanted.extension()))
          && (listed.classifier().isEmpty() || listed.classifier().equals(wanted.classifier()));
    } catch (InstallException e) {
      return false;
    }
  }

  private Optional<PluginId> find(PluginKind kind, String name) {
    try {
      return Optional.of(plugins.get().find(kind, name));
    } catch (PluginException | InstallException e) {
      return Optional.empty(); // There is none, or several: neither is what somebody permitted.
    }
  }

  /** A file that is held to a list. */
  private final class Holding {
    private final String namespace;
    private final PermittedConnectors list;
    private final List<Problem> problems = new ArrayList<>();

    Holding(String namespace, PermittedConnectors list) {
      this.namespace = namespace;
      this.list = list;
    }

    ReadResult held(ReadResult read, PipelineParts parts) {
      Optional<ConnectorSpec> source =
          parts.source().filter(one -> may(PluginKind.SOURCE, one.connector(), one.place()));
      List<ConnectorSpec> sinks =
          parts.sinks().stream()
              .filter(one -> may(PluginKind.SINK, one.connector(), one.place()))
              .toList();
      List<TransformSpec> transforms = parts.transforms().stream().filter(this::may).toList();
      if (problems.isEmpty()) {
        return read;
      }
      problems.addAll(read.problems());
      problems.sort(Problem.BY_PLACE);
      return new ReadResult(
          Optional.empty(),
          Optional.empty(),
          Optional.of(new PipelineParts(parts.name(), source, transforms, sinks)),
          problems);
    }

    private boolean may(TransformSpec transform) {
      boolean may = may(PluginKind.TRANSFORMATION, transform.type(), transform.place());
      Optional<PredicateSpec> predicate = transform.predicate();
      return predicate.map(one -> may(PluginKind.PREDICATE, one.type(), one.place())).orElse(true)
          && may;
    }

    private boolean may(PluginKind kind, String name, Place place) {
      boolean may = isIn(list, kind, name);
      if (!may) {
        problems.add(Problem.error(place, message(kind, name), hint()));
      }
      return may;
    }

    private String message(PluginKind kind, String name) {
      return "expected "
          + (CONNECTORS.contains(kind)
              ? "a connector that pipelines of namespace " + namespace + " may name"
              : "a " + kind.title() + " that is installed, or that may be fetched")
          + ", found "
          + Problems.shown(name);
    }

    private String hint() {
      String names =
          list.names().stream()
              .map(PermittedConnectors.Name::text)
              .collect(Collectors.joining(", "));
      return "Permitted are "
          + (names.isEmpty() ? "none" : names)
          + ": an administrator says it in "
          + ProjectFile.NAME
          + ", under "
          + list.place().path();
    }
  }
}
