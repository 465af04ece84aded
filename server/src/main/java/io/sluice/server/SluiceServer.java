package io.sluice.server;

import static java.util.Objects.requireNonNull;

import io.sluice.http.tls.ServerKey;
import io.sluice.project.Project;
import io.sluice.project.address.ServerAddress;
import io.sluice.server.access.door.Entrance;
import io.sluice.server.attend.AttendedState;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Lead;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipelines of a folder with an API and a console. Runs until it is closed; the project stays
 * whoever's it is, and is closed after it. May be closed from any thread.
 */
public final class SluiceServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SluiceServer.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private URI url = URI.create("http://127.0.0.1");
  private Optional<String> firstToken = Optional.empty();
  private @Nullable Running running;
  private @Nullable Entrance entrance;

  private SluiceServer() {}

  /**
   * Begins to serve, then to run. On return it can be asked; pipelines start beside that.
   *
   * @throws io.sluice.http.ServerException if it cannot listen where it is to
   * @throws Refusal if another server has the folder
   * @throws io.sluice.state.file.StateException if the state cannot be used
   */
  public static SluiceServer start(Project project, ServerSettings settings, Clock clock) {
    SluiceServer server = new SluiceServer();
    try {
      server.join(project, settings, clock);
      return server;
    } catch (RuntimeException | Error failed) {
      server.close();
      throw failed;
    }
  }

  private void join(Project project, ServerSettings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    open(FolderClaim.of(project.stateFolder()));
    AttendedState state = new AttendedState(project.state(), clock);
    Entrance entrance =
        Entrance.open(state, settings.access(), settings.oidc(), random, clock, System::nanoTime);
    this.entrance = entrance;
    Telemetry telemetry = open(Telemetry.of(project, settings.version(), clock));
    telemetry.follow(project);
    Running running = open(new Running(project, state, settings.fleet(), settings.watch(), clock));
    this.running = running;
    Served served =
        open(Served.start(project, settings, running, telemetry, entrance, random, clock));
    url = served.url();
    firstToken = entrance.firstToken();
    tellWhere(
        ServerAddress.ofThisProcess(
            url, entrance.folder().secret(), settings.web().key().map(ServerKey::fingerprint)),
        project);
    running.start(settings.reached().orElse(url));
    log.info("Serves {} at {}", project.folder(), url);
    settings.warnings().forEach(log::warn);
  }

  /** For commands in the folder; gone when the server is. */
  private void tellWhere(ServerAddress address, Project project) {
    try {
      address.write(project.stateFolder());
      open(() -> address.remove(project.stateFolder()));
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "cannot write into " + project.stateFolder() + ": " + e.getMessage(),
          "Check its permissions and the disk's free space.",
          e);
    }
  }

  /** Where clients on this machine find it. */
  public URI url() {
    return url;
  }

  /**
   * The token with which an administrator comes in first; a secret, to be shown once. Empty if
   * somebody administers everything already.
   */
  public Optional<String> firstToken() {
    return firstToken;
  }

  /**
   * An address that signs an administrator in once, within minutes, in a browser on this machine: a
   * secret of whoever started the server.
   *
   * @param name of the token that the session is of; made if there is none
   */
  public URI signInLink(String name) {
    return url.resolve(requireNonNull(entrance).linkFor(name));
  }

  /** Whether it runs the pipelines, or which other server does. */
  public Lead lead() {
    return requireNonNull(running).lead();
  }

  /** What runs. */
  public Fleet fleet() {
    return requireNonNull(running).fleet();
  }

  private synchronized <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /** Stops serving, then ends all runs in order, each within its own time to stop. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        log.warn("A part of the server did not end in order", e);
      }
    }
  }
}
