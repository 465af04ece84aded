package io.sluice.cli.registry;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import io.sluice.http.tls.ServerKeyException;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.http.access.Users;
import io.sluice.registry.http.access.UsersException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a registry is served. */
final class ServerOptions {
  private static final String PASSWORD_VARIABLE = "SLUICE_REGISTRY_TLS_PASSWORD";
  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_MEGABYTES = 1_024;

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Where to listen: a name or an address of this machine, 0.0.0.0 for all. Default:"
              + " ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "The port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = ServerSettings.USUAL_PORT;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description =
          "Who may ask: a line for each, as sluice registry user prints it. A change of the file"
              + " counts at once. Default: everybody who reaches the port.")
  private @Nullable Path users;

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description =
          "Serve HTTPS with the key and the certificates in this file: PEM, or PKCS#12 (.p12, .pfx)"
              + " with its password in the environment variable SLUICE_REGISTRY_TLS_PASSWORD.")
  private @Nullable Path tls;

  @Option(
      names = "--max-body",
      paramLabel = "MB",
      defaultValue = "8",
      description = "The longest body of a request, in MB. Default: ${DEFAULT-VALUE}.")
  private int maxBody = 8;

  /**
   * What the options say.
   *
   * @param version of the software
   * @throws CommandFailure if a file is missing or wrong, or a number out of range
   */
  ServerSettings settings(Surroundings around, String version) {
    require("--port", port, 0, HIGHEST_PORT);
    require("--max-body", maxBody, 1, MOST_MEGABYTES);
    ServerSettings plain = ServerSettings.local(port, version);
    ServerSettings settings =
        new ServerSettings(
            listen,
            port,
            ServerLimits.defaults().withBodyBytes(maxBody << 20),
            plain.users(),
            plain.key(),
            version);
    try {
      if (users != null) {
        settings =
            settings.knowing(
                Users.of(
                    existing(
                        around.resolve(users),
                        "--users",
                        "Make it with a line for each user: sluice registry user NAME >> FILE.")));
      }
      if (tls != null) {
        String password = around.environment().getOrDefault(PASSWORD_VARIABLE, "");
        settings =
            settings.with(
                ServerKey.read(
                    existing(
                        around.resolve(tls),
                        "--tls",
                        "Expected the key and the certificates of this server: PEM, or PKCS#12 in a"
                            + " file .p12 or .pfx."),
                    password));
      }
      return settings;
    } catch (UsersException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), null, e);
    } catch (ServerKeyException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), null, e);
    }
  }

  private static Path existing(Path file, String option, String hint) {
    if (!Files.exists(file)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, option + ": there is no file " + file, hint);
    }
    return file;
  }

  private static void require(String option, int found, int least, int most) {
    if (found < least || found > most) {
      throw new CommandFailure(
          ExitCode.USAGE,
          option + ": expected " + least + " to " + most + " but found " + found,
          null);
    }
  }
}
