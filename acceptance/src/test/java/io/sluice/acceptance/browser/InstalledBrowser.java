package io.sluice.acceptance.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What of a browser this machine has: a Chromium, and a Node.js for what drives it. Nothing is
 * fetched by a test.
 */
public final class InstalledBrowser implements ExecutionCondition {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  /** What the driver of Playwright 1.62 asks for, by its package.json. */
  private static final int OLDEST_NODE = 20;

  /** Set to {@code true} where a machine is known to have one: then a skip would be a lie. */
  private static final String REQUIRED = "browser.required";

  private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*");

  /** The browser's executable. */
  static Optional<Path> chromium() {
    return BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
  }

  /** Node.js, if it is new enough; empty where the driver has to bring its own. */
  static Optional<Path> node() {
    return onPath("node").filter(InstalledBrowser::isNewEnough);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (chromium().isEmpty()) {
      return without("no Chromium on the PATH; Debian's: apt-get install chromium");
    }
    boolean bundled = InstalledBrowser.class.getResource("/driver/linux") != null;
    if (node().isEmpty() && !bundled) {
      return without(
          "no Node.js of version " + OLDEST_NODE + " or newer; -Pbrowser-driver fetches one");
    }
    return ConditionEvaluationResult.enabled("there is a browser");
  }

  private static ConditionEvaluationResult without(String why) {
    if (Boolean.getBoolean(REQUIRED)) {
      throw new IllegalStateException(why + " (-D" + REQUIRED + "=true forbids to skip)");
    }
    return ConditionEvaluationResult.disabled(why);
  }

  private static boolean isNewEnough(Path node) {
    try {
      Process asked = new ProcessBuilder(node.toString(), "--version").start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = NODE_VERSION.matcher(said.strip());
      return asked.waitFor(10, TimeUnit.SECONDS)
          && version.matches()
          && Integer.parseInt(version.group(1)) >= OLDEST_NODE;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<Path> onPath(String name) {
    Stream<String> folders = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1));
    return folders
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
