package io.sluice.bench.work;

import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The first {@code ./sluice demo} of somebody who has only cloned: an empty Maven repository,
 * nothing built, until rows were copied. Downloads all that the build needs, hence only when named.
 */
final class DemoFirst implements Measurement {

  private static final int DEMO_SECONDS = 5;

  @Override
  public String name() {
    return "demo-first";
  }

  @Override
  public String about() {
    return "first ./sluice demo with an empty Maven repository, to live data";
  }

  @Override
  public boolean runsByDefault() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    Path folder = bench.scratch("demo");
    Path clone = folder.resolve("clone");
    run(folder, Map.of(), "git", "clone", "--quiet", bench.project().toString(), clone.toString());
    Map<String, String> empty =
        Map.of(
            "MAVEN_ARGS", "", "MAVEN_OPTS", "-Dmaven.repo.local=" + folder.resolve("repository"));
    long start = System.nanoTime();
    run(
        clone,
        empty,
        "./sluice",
        "demo",
        "--seconds",
        Integer.toString(DEMO_SECONDS),
        "-o",
        "json");
    double minutes = (System.nanoTime() - start) / 6e10 - DEMO_SECONDS / 60.0;
    return List.of(
        new Result(
            name(),
            "min",
            minutes,
            List.of(minutes),
            "a bound",
            null,
            null,
            Bar.atMost(4, 2),
            String.format(
                Locale.ROOT,
                "Clone, empty Maven repository, ./sluice demo --seconds %d, less those seconds; its"
                    + " orderly end is included. The network's speed bounds it. One run.",
                DEMO_SECONDS)));
  }

  private static void run(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder.getParent(), "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroy();
      throw new IOException(
          "Expected '" + String.join(" ", command) + "' to end within 15 minutes; see " + output);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "'"
              + String.join(" ", command)
              + "' ended with "
              + process.exitValue()
              + "; see "
              + output);
    }
  }
}
