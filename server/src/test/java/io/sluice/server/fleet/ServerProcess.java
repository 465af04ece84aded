package io.sluice.server.fleet;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that runs a farm until it is killed. */
final class ServerProcess {
  private ServerProcess() {}

  /**
   * @param args the folder of the farm
   */
  public static void main(String[] args) throws InterruptedException {
    try (Farm farm = new Farm(Path.of(args[0]))) {
      farm.start();
      new CountDownLatch(1).await();
    }
  }

  /** Such a process. */
  static Process start(Path folder) throws java.io.IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.out").toFile())
            .start();
    // Nobody outlives the test that started it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }
}
