package io.sluice.cli.server;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.kafka.RunOnKafka;
import io.sluice.cli.logging.Logs;
import io.sluice.http.ServerException;
import io.sluice.http.tls.ServerKeyException;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.server.ServerSettings;
import io.sluice.server.SluiceServer;
import io.sluice.server.operate.Refusal;
import java.io.IOException;
import java.util.List;

/**
 * All that is open while a command serves a project's folder: its log, the server, and the endpoint
 * by which other commands reach what it runs. The project is whoever's it was.
 */
public final class ServerSession implements AutoCloseable {
  /** They report every start of every part of theirs. */
  private static final List<String> CHATTY =
      List.of("org.eclipse.jetty", "io.javalin", "com.zaxxer.hikari");

  private static final String LOG = "server";

  private final Logs logs;
  private final SluiceServer server;
  private final FleetEndpoint commands;

  private ServerSession(Logs logs, SluiceServer server, FleetEndpoint commands) {
    this.logs = logs;
    this.server = server;
    this.commands = commands;
  }

  /**
   * Begins to serve.
   *
   * @param watch whether changed files are applied by themselves
   * @param debug whether lines of DEBUG are logged
   * @throws CommandFailure if it cannot, with what to do
   * @throws IOException if commands cannot be told where they reach it
   */
  public static ServerSession start(
      Surroundings around, Project project, ServerSpec spec, boolean watch, boolean debug)
      throws IOException {
    Logs logs =
        Logs.structured(project.stateFolder(), LOG, project.logOwner(), around.redaction(), debug);
    try {
      logs.alsoPrinted(project.stateFolder(), LOG, around.redaction());
      logs.quiet(CHATTY);
      logs.quiet(RunOnKafka.CHATTY_LOGGERS);
      return start(around, project, spec, watch, logs);
    } catch (IOException | RuntimeException | Error failed) {
      logs.close();
      throw failed;
    }
  }

  private static ServerSession start(
      Surroundings around, Project project, ServerSpec spec, boolean watch, Logs logs)
      throws IOException {
    SluiceServer server = server(around, project, spec, watch);
    try {
      FleetEndpoint commands =
          FleetEndpoint.start(
              server.fleet(),
              project,
              System.getProperty("user.name", "unknown"),
              around.redaction());
      return new ServerSession(logs, server, commands);
    } catch (IOException | RuntimeException | Error failed) {
      server.close();
      throw failed;
    }
  }

  private static SluiceServer server(
      Surroundings around, Project project, ServerSpec spec, boolean watch) {
    try {
      return SluiceServer.start(
          project,
          ServerSettings.of(project, spec, watch, stateOf(project), version()),
          around.clock());
    } catch (ServerException e) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          String.valueOf(e.getMessage()),
          "--port names another port, 0 a free one; --host another address of this machine.",
          e);
    } catch (ServerKeyException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), null, e);
    } catch (Refusal e) {
      ExitCode code = e.kind() == Refusal.Kind.CONFLICT ? ExitCode.CONFLICT : ExitCode.STATE;
      throw new CommandFailure(code, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  private static String stateOf(Project project) {
    return project.location().server().isPresent()
        ? project.location().toString()
        : project.stateFolder().resolve("state.db").toString();
  }

  private static String version() {
    String packed = ServerSession.class.getPackage().getImplementationVersion();
    return packed == null ? "development" : packed;
  }

  /** What serves. */
  public SluiceServer server() {
    return server;
  }

  /** Ends all runs in order, each within its own time to stop. */
  @Override
  public void close() {
    commands.close();
    server.close();
    logs.close();
  }
}
