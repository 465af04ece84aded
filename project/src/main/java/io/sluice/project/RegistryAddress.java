package io.sluice.project;

import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the registry is that a pipeline's contract is held with, or a project's commands ask. */
public final class RegistryAddress {
  private RegistryAddress() {}

  /** As the files say it: the pipeline's own, else the project's; empty for that of the state. */
  public static Optional<UnresolvedConfig> said(SchemaContract contract, Path folder) {
    return contract.registry().or(() -> ProjectSettings.read(folder).registry());
  }

  /**
   * The same with secrets in place, and relative paths of key stores from that file on which says
   * it.
   *
   * @param folder of the project
   */
  public static Optional<Map<String, String>> resolved(
      SchemaContract contract, Path folder, Secrets secrets) {
    return said(contract, folder).map(address -> beside(address, secrets));
  }

  /**
   * That of all of a project's pipelines, by the names that clients know ({@code
   * schema.registry.url}); empty for that of the state.
   *
   * @param folder with the project file
   */
  public static Optional<Map<String, String>> ofProject(Path folder, Secrets secrets) {
    return ProjectSettings.read(folder)
        .registry()
        .map(address -> beside(address, secrets))
        .map(RemoteSubjects::clientSettings);
  }

  private static Map<String, String> beside(UnresolvedConfig address, Secrets secrets) {
    Path file = address.place().file().toAbsolutePath();
    Map<String, String> absolute = new LinkedHashMap<>(secrets.resolve(address));
    absolute.replaceAll(
        (key, value) ->
            key.endsWith(".location") ? file.resolveSibling(value).normalize().toString() : value);
    return absolute;
  }
}
