package io.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL that is on this machine: no artifact has its server. With the system property {@code
 * sluice.test.mysqld} all that asks for a {@link MariaDbServer} gets this one instead.
 *
 * @param program its {@code mysqld}, 8.0.17 or later
 */
public record InstalledMySql(Path program) {
  private static final int START_SECONDS = 60;

  /** The one that the system property names; none if it is not set. */
  public static Optional<InstalledMySql> asked() {
    return Optional.ofNullable(System.getProperty("sluice.test.mysqld"))
        .filter(path -> !path.isEmpty())
        .map(path -> new InstalledMySql(Path.of(path)));
  }

  /** Makes an empty data folder with a user {@code root} that needs no password. */
  MariaDbServer.Program install(Path folder, int port, List<String> options) throws IOException {
    Path data = folder.resolve("data");
    Path log = folder.resolve("log");
    Process making =
        process(log, List.of("--initialize-insecure", "--user=root", "--datadir=" + data), options);
    if (exitOf(making) != 0) {
      throw new IOException(program + " made no data folder:\n" + Files.readString(log));
    }
    // Its root may come by the machine's socket only. Queries of the tests want md5, which is apart
    // since 9.6.
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        "CREATE USER IF NOT EXISTS root@'127.0.0.1';\n"
            + "GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n"
            + "/*!90600 INSTALL COMPONENT 'file://component_classic_hashing' */;\n");
    List<String> arguments =
        List.of(
            "--user=root",
            "--datadir=" + data,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            "--secure-file-priv=NULL",
            "--mysqlx=OFF",
            // As MariaDB has it.
            "--local-infile=1",
            "--innodb-flush-log-at-trx-commit=0",
            "--sync-binlog=0",
            "--innodb-buffer-pool-size=64M");
    return new Running(log, port, init, arguments, options);
  }

  private Process process(Path log, List<String> arguments, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults"));
    command.addAll(arguments);
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static int exitOf(Process process) throws IOException {
    try {
      if (process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IOException("it did not end within " + START_SECONDS + " s");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The server's process, while there is one. */
  private final class Running implements MariaDbServer.Program {
    private final Path log;
    private final int port;
    private final Path init;
    private final List<String> arguments;
    private final List<String> options;
    private @Nullable Process process;

    Running(Path log, int port, Path init, List<String> arguments, List<String> options) {
      this.log = log;
      this.port = port;
      this.init = init;
      this.arguments = arguments;
      this.options = options;
    }

    @Override
    public void start() throws IOException {
      List<String> all = new ArrayList<>(arguments);
      if (process == null) {
        all.add("--init-file=" + init);
      }
      Process started = process(log, all, options);
      process = started;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (!answers()) {
        if (!started.isAlive() || System.nanoTime() > end) {
          throw new IOException(program + " does not answer:\n" + Files.readString(log));
        }
        try {
          Thread.sleep(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }

    /** It listens when all else is ready. */
    private boolean answers() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException notYet) {
        return false;
      }
    }

    @Override
    public void stop() throws IOException {
      Process present = process;
      if (present != null) {
        present.destroy();
        exitOf(present);
      }
    }
  }
}
