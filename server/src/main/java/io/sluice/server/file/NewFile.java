package io.sluice.server.file;

import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a new pipeline file is to be.
 *
 * @param relative to the project's folder, within it
 * @param namespace that it would belong to
 */
public record NewFile(Path relative, String namespace) {
  /** Neither hidden nor on the way out, and safe in every file system. */
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  /** Of the project, or of commands in a folder below it; also where case does not count. */
  private static final Pattern PROJECT_FILE =
      Pattern.compile(
          Pattern.quote(ProjectFile.NAME.replaceFirst("\\.ya?ml$", "")) + "\\.ya?ml",
          Pattern.CASE_INSENSITIVE);

  private static final int DEEPEST = 10;

  /** Without folders and ending. */
  public String name() {
    return relative.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** The file of a pipeline in the first folder of a namespace. */
  public static NewFile of(String namespace, String name) {
    return of(
        namespace.equals(PipelineView.DEFAULT_NAMESPACE)
            ? name + ".yaml"
            : namespace + "/" + name + ".yaml");
  }

  /**
   * A path, with slashes between its parts.
   *
   * @throws Refusal if a file of a pipeline cannot be called so
   */
  public static NewFile of(String path) {
    String[] parts = path.split("/", -1);
    boolean sound = parts.length <= DEEPEST && path.matches(".+\\.ya?ml");
    for (String part : parts) {
      sound &= PART.matcher(part).matches();
    }
    if (!sound) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "expected a path below the project's folder as sales/shop.yaml: letters, digits, '.',"
              + " '_' and '-', no part beginning with a dot",
          null);
    }
    if (PROJECT_FILE.matcher(parts[parts.length - 1]).matches()) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "expected the name of a pipeline's file but found that of the project file",
          "Choose another name: what stands in a " + ProjectFile.NAME + " is for a whole project");
    }
    return new NewFile(Path.of(path), parts.length > 1 ? parts[0] : PipelineView.DEFAULT_NAMESPACE);
  }
}
