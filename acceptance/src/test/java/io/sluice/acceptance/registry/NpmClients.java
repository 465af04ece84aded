package io.sluice.acceptance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Clients out of npm's registry, in the versions that {@code npm/package.json} names, and the
 * programs that drive them. Where there is no Node, or the packages cannot be had, the tests are
 * left out and say so.
 */
final class NpmClients {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/npm");
  private static final List<String> FILES = List.of("package.json", "kafkajs.cjs", "confluent.cjs");
  private static final int SECONDS = 300;

  /** Installed once, by the JVM's rule for classes. */
  private static final class Installed {
    static final String TROUBLE = install();
  }

  private NpmClients() {}

  /** Runs a case of a program against a registry; it must say that all was as it should be. */
  static void run(String program, String url, String name) {
    if (!Installed.TROUBLE.isEmpty()) {
      abort(Installed.TROUBLE);
    }
    Ended ended = command(List.of("node", program, url, name));
    assertThat(ended.code()).as("%s %s: %s", program, name, ended.output()).isZero();
    // A program that waits for what never comes ends with 0 as well.
    assertThat(ended.output()).contains("ok " + name);
  }

  private static String install() {
    try {
      Files.createDirectories(FOLDER);
      boolean changed = false;
      for (String file : FILES) {
        changed |= write(file) && file.equals("package.json");
      }
      if (changed || !Files.isDirectory(FOLDER.resolve("node_modules/.bin"))) {
        Ended ended =
            command(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
        if (ended.code() != 0) {
          return "npm could not install the clients: " + ended.output();
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoNodeException e) {
      return "there is no Node with npm here";
    }
  }

  /** Whether it was not there as it is now. */
  private static boolean write(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NpmClients.class.getResourceAsStream("/npm/" + file), file)) {
      byte[] bytes = in.readAllBytes();
      Path target = FOLDER.resolve(file);
      if (Files.exists(target) && java.util.Arrays.equals(Files.readAllBytes(target), bytes)) {
        return false;
      }
      Files.write(target, bytes);
      return true;
    }
  }

  private record Ended(int code, String output) {}

  private static final class NoNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoNodeException(Throwable cause) {
      super(cause);
    }
  }

  private static Ended command(List<String> command) {
    try {
      Path output = Files.createTempFile(FOLDER, "node", ".out");
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
      } catch (IOException e) {
        throw new NoNodeException(e);
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
        return new Ended(-1, "not over after " + SECONDS + " s");
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Ended(process.exitValue(), said.substring(0, Math.min(2_000, said.length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
