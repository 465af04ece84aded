package io.sluice.kafka.deploy;

import java.util.Map;
import java.util.Optional;

/**
 * How connectors that were made from pipeline files are known on a cluster that others use as well:
 * by two settings of theirs. Connect keeps settings that a connector does not declare and hands
 * them to it unread, so that no list of what was deployed has to be kept anywhere else.
 */
public final class Marks {
  /** Names the project that a connector belongs to. */
  public static final String PROJECT = "sluice.project";

  /** Names the pipeline within the project. */
  public static final String PIPELINE = "sluice.pipeline";

  private Marks() {}

  /** Whether a connector with these settings belongs to this project. */
  static boolean isOf(String project, Map<String, String> config) {
    return project.equals(config.get(PROJECT)) && config.containsKey(PIPELINE);
  }

  /** Whether a connector with these settings belongs to this pipeline of this project. */
  public static boolean isOf(String project, String pipeline, Map<String, String> config) {
    return project.equals(config.get(PROJECT)) && pipeline.equals(config.get(PIPELINE));
  }

  /** The pipeline that a connector with these settings was made from, by whatever project. */
  public static Optional<String> pipeline(Map<String, String> config) {
    return Optional.ofNullable(config.get(PIPELINE));
  }

  /** The project that a connector with these settings belongs to. */
  public static Optional<String> project(Map<String, String> config) {
    return Optional.ofNullable(config.get(PROJECT));
  }
}
