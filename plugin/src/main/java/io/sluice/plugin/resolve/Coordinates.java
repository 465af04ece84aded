package io.sluice.plugin.resolve;

import static java.util.Objects.requireNonNull;

import io.sluice.plugin.InstallException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which artifact of a Maven repository. Written {@code group:artifact}, {@code
 * group:artifact:version}, {@code group:artifact:version:extension:classifier} (as {@code mvn
 * dependency:get} has it) or {@code group:artifact:extension:classifier:version} (as Maven prints
 * it); a {@code maven:} in front is left out.
 *
 * @param version empty when the newest is meant; {@code LATEST} and {@code RELEASE} mean that as
 *     well
 * @param extension {@code jar}, {@code zip} or {@code tar.gz}; empty when Sluice may choose
 * @param classifier such as {@code plugin}; empty for none
 */
public record Coordinates(
    String group,
    String artifact,
    Optional<String> version,
    Optional<String> extension,
    Optional<String> classifier) {
  private static final String PREFIX = "maven:";
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.+-]+");
  private static final Pattern VERSION = Pattern.compile("[vV]?[0-9].*");
  private static final Set<String> NEWEST = Set.of("LATEST", "RELEASE");
  private static final Set<String> EXTENSIONS = Set.of("jar", "zip", "tar.gz", "tgz");

  public Coordinates {
    part("group", group);
    part("artifact", artifact);
    version = version.filter(v -> !NEWEST.contains(v.toUpperCase(Locale.ROOT)));
    version.ifPresent(v -> part("version", v));
    extension.ifPresent(Coordinates::known);
    classifier.ifPresent(c -> part("classifier", c));
  }

  /** Of an artifact whose form Sluice chooses; {@code version} empty for the newest. */
  public Coordinates(String group, String artifact, Optional<String> version) {
    this(group, artifact, version, Optional.empty(), Optional.empty());
  }

  /** Whether somebody meant coordinates rather than a file. */
  public static boolean looksLike(String text) {
    List<String> parts = parts(text);
    return text.startsWith(PREFIX)
        || parts.size() >= 2
            && parts.size() <= 5
            && parts.stream().allMatch(p -> PART.matcher(p).matches());
  }

  /**
   * Reads what a person wrote.
   *
   * @throws InstallException when it cannot be read
   */
  public static Coordinates parse(String text) {
    List<String> parts = parts(text);
    if (parts.size() < 2 || parts.size() > 5) {
      throw unreadable(text, "it has " + parts.size() + " parts");
    }
    String group = parts.get(0);
    String artifact = parts.get(1);
    if (parts.size() == 2) {
      return new Coordinates(group, artifact, Optional.empty());
    }
    String third = parts.get(2);
    String last = parts.get(parts.size() - 1);
    if (parts.size() == 3) {
      return new Coordinates(group, artifact, Optional.of(third));
    }
    boolean versionFirst = !EXTENSIONS.contains(third) && isVersion(third);
    if (!versionFirst && !isVersion(last)) {
      throw unreadable(text, "neither '" + third + "' nor '" + last + "' is a version");
    }
    List<String> form =
        versionFirst ? parts.subList(3, parts.size()) : parts.subList(2, parts.size() - 1);
    return new Coordinates(
        group,
        artifact,
        Optional.of(versionFirst ? third : last),
        Optional.of(form.get(0)),
        form.size() > 1 ? Optional.of(form.get(1)) : Optional.empty());
  }

  /** The same artifact in this version. */
  public Coordinates withVersion(String other) {
    return new Coordinates(group, artifact, Optional.of(other), extension, classifier);
  }

  /** The same artifact, of which Sluice may choose version and form. */
  public Coordinates ofAnyVersion() {
    return new Coordinates(group, artifact, Optional.empty());
  }

  /** The same artifact and version in this form. */
  public Coordinates withForm(String otherExtension, Optional<String> otherClassifier) {
    return new Coordinates(group, artifact, version, Optional.of(otherExtension), otherClassifier);
  }

  /** The same artifact, whatever version and form. */
  public boolean sameArtifact(Coordinates other) {
    return group.equals(other.group) && artifact.equals(other.artifact);
  }

  /** As Maven prints it: {@code group:artifact[:extension[:classifier]][:version]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(group).append(':').append(artifact);
    extension.ifPresent(e -> text.append(':').append(e));
    classifier.ifPresent(c -> text.append(':').append(c));
    version.ifPresent(v -> text.append(':').append(v));
    return text.toString();
  }

  private static boolean isVersion(String text) {
    return VERSION.matcher(text).matches() || NEWEST.contains(text.toUpperCase(Locale.ROOT));
  }

  private static List<String> parts(String text) {
    String plain = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    return List.of(plain.split(":", -1));
  }

  private static void part(String what, String value) {
    requireNonNull(value, () -> what + " is null");
    // "..", slashes and the like would become part of paths.
    if (!PART.matcher(value).matches() || value.contains("..")) {
      throw new InstallException(
          InstallException.Kind.USAGE,
          "'" + value + "' cannot be the " + what + " of an artifact",
          "Write group:artifact:version, such as"
              + " io.debezium:debezium-connector-mariadb:3.5.0.Final.");
    }
  }

  private static void known(String extension) {
    if (!EXTENSIONS.contains(extension)) {
      throw new InstallException(
          InstallException.Kind.USAGE,
          "'" + extension + "' is no form that a plugin can have; expected jar, zip or tar.gz",
          null);
    }
  }

  private static InstallException unreadable(String text, String why) {
    return new InstallException(
        InstallException.Kind.USAGE,
        "'" + text + "' cannot be read as Maven coordinates: " + why,
        "Write group:artifact:version, such as"
            + " io.debezium:debezium-connector-mariadb:3.5.0.Final.");
  }
}
