package io.sluice.server.fleet;

import io.sluice.server.operate.Refusal;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** All pipelines of the project, by name. Thread-safe. */
final class Roster {
  private final ConcurrentSkipListMap<String, ManagedPipeline> pipelines =
      new ConcurrentSkipListMap<>();

  /** Sorted by name. */
  Collection<ManagedPipeline> all() {
    return pipelines.values();
  }

  Optional<ManagedPipeline> find(String name) {
    return Optional.ofNullable(pipelines.get(name));
  }

  /**
   * The pipeline of that name.
   *
   * @throws Refusal if the project has none
   */
  ManagedPipeline named(String name) {
    return find(name)
        .filter(pipeline -> !pipeline.isRemoved())
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "the project has no pipeline " + name,
                    "Names are those in the files, not those of the files."));
  }

  ManagedPipeline findOrAdd(String name, Function<String, ManagedPipeline> make) {
    return pipelines.computeIfAbsent(name, make);
  }

  void forget(ManagedPipeline pipeline) {
    pipelines.remove(pipeline.name(), pipeline);
  }
}
