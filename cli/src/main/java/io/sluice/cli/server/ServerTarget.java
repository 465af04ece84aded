package io.sluice.cli.server;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.project.Layout;
import io.sluice.project.address.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command is a client of. */
public final class ServerTarget {
  private static final String URL = "SLUICE_SERVER";
  private static final String TOKEN = "SLUICE_TOKEN";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server that is meant, as http://127.0.0.1:8080. Default: the environment variable"
              + " SLUICE_SERVER; else the one that sluice up has started in this folder. One that"
              + " is named lets in by the token in SLUICE_TOKEN.")
  private @Nullable String url;

  /**
   * Says that a command is no client of the server that the environment names, if it names one:
   * what it shows is this folder's.
   *
   * @param command as it is called
   */
  public static void tellIgnored(Surroundings around, String command) {
    if (!around.environment().getOrDefault(URL, "").isBlank()) {
      around
          .err()
          .println(
              URL
                  + " is set, but sluice "
                  + command
                  + " asks no server: this is of "
                  + around.directory()
                  + ".");
    }
  }

  /** Whether the command line itself names one. */
  public boolean isNamed() {
    return url != null;
  }

  /** Whether the command line or the environment names one. */
  public boolean isPointedAt(Surroundings around) {
    return url != null || !around.environment().getOrDefault(URL, "").isBlank();
  }

  /**
   * The server that the command line or the environment names; nobody is asked yet. One that runs
   * in this folder is none: its state is here.
   *
   * @throws CommandFailure when what was said is no URL, or there is no token
   */
  public Optional<ServerClient> pointedAt(Surroundings around) {
    return isPointedAt(around)
        ? find(around, around.directory().resolve(Layout.STATE))
        : Optional.empty();
  }

  /**
   * The server; nobody is asked yet. Empty when none is named and none runs here.
   *
   * @param stateFolder of the folder that is meant where none is named
   * @throws CommandFailure when what was said is no URL, or there is no token
   */
  public Optional<ServerClient> find(Surroundings around, Path stateFolder) {
    Optional<ServerAddress> here = ServerAddress.find(stateFolder);
    String said = url == null ? around.environment().getOrDefault(URL, "") : url;
    if (said.isBlank()) {
      return here.map(address -> client(around, address));
    }
    URI named = parsed(said.strip(), url == null ? URL : "--server");
    String token = around.environment().getOrDefault(TOKEN, "").strip();
    if (!token.isEmpty()) {
      return Optional.of(client(around, named, token, Optional.empty()));
    }
    return Optional.of(
        here.filter(address -> address.url().equals(named))
            .map(address -> client(around, address))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        TOKEN + " is not set, and " + named + " wants a token",
                        "Set it to a token of that server; an administrator makes one.")));
  }

  /**
   * The server, which there must be.
   *
   * @throws CommandFailure when none is named and none runs here
   */
  public ServerClient get(Surroundings around, Path stateFolder) {
    return find(around, stateFolder)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "no server runs in this folder",
                    "Start one with: sluice up. Or name one: --server URL."));
  }

  private static ServerClient client(Surroundings around, ServerAddress address) {
    return client(around, address.url(), address.token(), address.certificate());
  }

  private static ServerClient client(
      Surroundings around, URI url, String token, Optional<String> certificate) {
    Pattern word = Pattern.compile("(?<!\\w)" + Pattern.quote(token) + "(?!\\w)");
    around.redaction().add(text -> word.matcher(text).replaceAll("***"));
    return new ServerClient(url, token, certificate);
  }

  /** Without what comes behind host and port; a login in it is not repeated. */
  private static URI parsed(String text, String name) {
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (web && bare && uri.getHost() != null && uri.getPath().replace("/", "").isEmpty()) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
      }
    } catch (IllegalArgumentException e) {
      // Said below, together with URLs of other things.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        name
            + ": expected the URL of a server, as http://127.0.0.1:8080, without a path or a login",
        "The token is said by " + TOKEN + ".");
  }
}
