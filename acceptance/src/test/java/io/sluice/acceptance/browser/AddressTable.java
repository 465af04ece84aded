package io.sluice.acceptance.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pages that there are: those of the table in the reference, which a test of the server holds
 * against its routes.
 */
final class AddressTable {
  private static final Path TABLE =
      Path.of(System.getProperty("basedir", ""), "..", "docs", "reference", "console.md");

  private static final Pattern ADDRESS = Pattern.compile("`(/[^`?]*)[^`]*`");
  private static final Pattern ANY = Pattern.compile("(?<=/)[A-Z]+(?=/|$)");

  private AddressTable() {}

  /** Those of which none of {@code visited} is one. */
  static Set<String> without(Set<String> visited) throws IOException {
    Set<String> left = new TreeSet<>();
    String table =
        Files.readAllLines(TABLE).stream()
            .dropWhile(line -> !line.startsWith("| page | address |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("\\|", -1)[2])
            .collect(Collectors.joining("\n"));
    Matcher found = ADDRESS.matcher(table);
    while (found.find()) {
      Pattern page = Pattern.compile(ANY.matcher(found.group(1)).replaceAll("[^/]+"));
      if (visited.stream().noneMatch(one -> page.matcher(one.replaceAll("[?#].*", "")).matches())) {
        left.add(found.group(1));
      }
    }
    return left;
  }
}
