package io.sluice.server.folder;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of pipelines that are gone. Dead letters, positions and history are kept by name, so a name
 * stays with its namespace: otherwise whoever may make a file in another one would have them all.
 */
public final class KeptNames {
  /** In no name of a pipeline. */
  private static final String BETWEEN = "@";

  private KeptNames() {}

  /**
   * The folder, of which a file is refused that takes a name of another namespace. It stands under
   * a name of its own then, which no pipeline can have: whoever is let in by its namespace finds
   * the file there and nothing of what is kept under the name, and the other way round.
   *
   * @param applied names that are a pipeline's now, whose files may be moved
   * @param namespaces of which a name is; those that nobody had are missing
   */
  public static Folder guarded(Folder folder, Set<String> applied, Map<String, String> namespaces) {
    return new Folder(
        folder.files().stream()
            .map(
                file ->
                    Optional.ofNullable(namespaces.get(file.name()))
                        .filter(of -> !applied.contains(file.name()))
                        .filter(of -> !of.equals(file.namespace()))
                        .map(of -> refused(file, of))
                        .orElse(file))
            .toList(),
        folder.others(),
        folder.unread(),
        folder.settings(),
        folder.problems());
  }

  private static PipelineFile refused(PipelineFile file, String namespace) {
    List<Problem> problems = new ArrayList<>();
    problems.add(
        Problem.error(
            new Place(file.file(), 1, 1, "name"),
            "expected a name of its own, since a pipeline "
                + file.name()
                + " of namespace '"
                + namespace
                + "' has left dead letters, positions and history under this one",
            "Choose another name, or have an administrator release it"));
    problems.addAll(file.problems());
    return new PipelineFile(
        file.file(),
        file.namespace(),
        file.name() + BETWEEN + file.namespace(),
        file.version(),
        Optional.empty(),
        problems);
  }

  /** Whether a name stands for a file that was refused, and is not what that file says. */
  public static boolean isStandIn(String name) {
    return name.contains(BETWEEN);
  }
}
