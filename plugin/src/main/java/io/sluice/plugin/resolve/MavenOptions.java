package io.sluice.plugin.resolve;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Maven's settings are and what is different this time.
 *
 * @param userHome the folder that holds {@code .m2}
 * @param settings the user's settings in another place; empty for {@code .m2/settings.xml}
 * @param environment for {@code M2_HOME}, {@code MAVEN_HOME} and {@code ${env.X}} in the settings
 * @param offline whether nothing may be asked but the local repository
 * @param repositories URLs of further repositories, after those of the settings and before Central
 */
public record MavenOptions(
    Path userHome,
    Optional<Path> settings,
    Map<String, String> environment,
    boolean offline,
    List<String> repositories) {
  /** In the environment: another place of the user's settings. */
  public static final String SETTINGS_VARIABLE = "SLUICE_MAVEN_SETTINGS";

  public MavenOptions {
    environment = Map.copyOf(environment);
    repositories = List.copyOf(repositories);
  }

  /** As Maven would do for whoever runs this process. */
  public static MavenOptions ofUser(Map<String, String> environment) {
    return new MavenOptions(
        Path.of(System.getProperty("user.home", ".")),
        Optional.ofNullable(environment.get(SETTINGS_VARIABLE))
            .filter(v -> !v.isBlank())
            .map(Path::of),
        environment,
        false,
        List.of());
  }

  /** The same without the network. */
  public MavenOptions withOffline(boolean wanted) {
    return new MavenOptions(userHome, settings, environment, offline || wanted, repositories);
  }

  /** The same with the user's settings from this file. */
  public MavenOptions withSettings(Path file) {
    return new MavenOptions(userHome, Optional.of(file), environment, offline, repositories);
  }

  /** The same with further repositories. */
  public MavenOptions withRepositories(List<String> urls) {
    return new MavenOptions(userHome, settings, environment, offline, urls);
  }
}
