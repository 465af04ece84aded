package io.sluice.server.view;

import java.util.List;
import java.util.Optional;

/** All pipelines of the project as they are now. Cheap to ask, from any thread, at any time. */
public interface Pipelines {
  /** Sorted by name. */
  List<PipelineView> all();

  /** Empty if the project has none of that name. */
  Optional<PipelineView> named(String name);

  /**
   * Whether dead letters, positions and history are kept under a name that are another namespace's
   * than this one. Of pipelines that leave nothing behind: never.
   */
  default boolean isKept(String name, String namespace) {
    return false;
  }
}
