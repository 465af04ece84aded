package io.sluice.plugin.hub;

import static java.util.Objects.requireNonNull;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.resolve.Coordinates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A plugin as the lock file has it.
 *
 * @param name such as {@code debezium-connector-mariadb}; together with the version it is the name
 *     of its folder
 * @param version as its publisher counts, or {@code local} where nothing says one
 * @param source {@code maven:} and complete coordinates, or {@code file:} and a path relative to
 *     the project where it lies in it
 * @param repositories URLs that were given when it was added, asked beside those of the settings
 * @param files by their path in the plugin's folder, with slashes
 */
public record LockedPlugin(
    String name,
    String version,
    String source,
    List<String> repositories,
    SortedMap<String, LockedFile> files) {
  static final String MAVEN = "maven:";
  static final String FILE = "file:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+][A-Za-z0-9_.+-]*");
  private static final Pattern PATH =
      Pattern.compile("[^/\\\\\\p{Cntrl}:]+(/[^/\\\\\\p{Cntrl}:]+)*");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * One file of it.
   *
   * @param sha256 in lower-case hexadecimal digits
   * @param artifact which artifact it is, where the plugin is an artifact with what it needs; empty
   *     where it came in an archive or a folder
   */
  public record LockedFile(String sha256, Optional<Coordinates> artifact) {
    public LockedFile {
      require(SHA_256, sha256, "SHA-256");
    }
  }

  /** A lock file comes from others too: what is in it becomes names of files. */
  public LockedPlugin {
    require(NAME, name, "name of a plugin");
    require(NAME, version, "version of a plugin");
    requireNonNull(source, "source is null");
    repositories = List.copyOf(repositories);
    files = new TreeMap<>(files);
    for (String file : files.keySet()) {
      require(PATH, file, "path of a plugin's file");
      if (List.of(file.split("/", -1)).stream().anyMatch(s -> s.equals("..") || s.equals("."))) {
        throw wrong(file, "path of a plugin's file");
      }
    }
  }

  /** The name of its folder. */
  public String folder() {
    return name + "-" + version;
  }

  /** {@code name@version}, as commands take it. */
  public String title() {
    return name + "@" + version;
  }

  /** Where it comes from in a Maven repository; empty when it came from a file or folder. */
  public Optional<Coordinates> coordinates() {
    return source.startsWith(MAVEN)
        ? Optional.of(Coordinates.parse(source.substring(MAVEN.length())))
        : Optional.empty();
  }

  /** The same in other bits. */
  LockedPlugin withFiles(Map<String, LockedFile> others) {
    return new LockedPlugin(name, version, source, repositories, new TreeMap<>(others));
  }

  private static void require(Pattern pattern, String value, String what) {
    if (!pattern.matcher(value).matches() || value.contains("..")) {
      throw wrong(value, what);
    }
  }

  private static InstallException wrong(String value, String what) {
    return new InstallException(
        InstallException.Kind.REFUSED, "'" + value + "' cannot be the " + what, null);
  }
}
