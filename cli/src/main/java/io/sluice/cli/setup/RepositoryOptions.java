package io.sluice.cli.setup;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.plugin.resolve.MavenOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach Maven repositories, for every command that may fetch. */
public final class RepositoryOptions {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "Maven settings with repositories, mirrors, proxies and logins. Default: the environment"
              + " variable SLUICE_MAVEN_SETTINGS, else ~/.m2/settings.xml.")
  private @Nullable Path settings;

  @Option(names = "--offline", description = "Ask the local Maven repository alone.")
  private boolean offline;

  MavenOptions maven(Surroundings around) {
    MavenOptions maven = MavenOptions.ofUser(around.environment()).withOffline(offline);
    Path said = settings;
    return said == null ? maven : maven.withSettings(around.resolve(said));
  }

  /** The same with further repositories, which the lock file will name: so no logins in them. */
  MavenOptions maven(Surroundings around, List<String> repositories) {
    List<String> urls = new ArrayList<>();
    for (String url : repositories) {
      // Not asked of a parser: of a password that no URL may have it says "no login", or quotes it.
      if (url.contains("@")) {
        throw wrong(null);
      }
      try {
        if (!URI.create(url).isAbsolute()) {
          throw wrong(null);
        }
        urls.add(url);
      } catch (IllegalArgumentException e) {
        throw wrong(e);
      }
    }
    return maven(around).withRepositories(urls);
  }

  private static CommandFailure wrong(@Nullable Throwable cause) {
    return new CommandFailure(
        ExitCode.USAGE,
        "--repository expects a URL without a login",
        "Logins belong into <servers> of your Maven settings, with a <mirror> or a repository of"
            + " that id. An @ that belongs to a path is written %40.",
        cause);
  }
}
