package io.sluice.plugin;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A plugin that a project has of its own.
 *
 * @param folder where it lies, alone
 * @param version as its publisher counts. What its classes report may be another one: those of
 *     Apache Kafka report that of the Kafka that they run on
 */
public record AddedPlugin(Path folder, String version) {
  public AddedPlugin {
    requireNonNull(folder, "folder is null");
    requireNonNull(version, "version is null");
  }
}
