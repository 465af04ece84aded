package io.sluice.plugin.resolve;

import java.util.Comparator;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;

/**
 * Versions as Maven counts them: 1.9 before 1.10, an RC before its release. Texts that mean the
 * same version, such as 1.0 and 1.0.0, are equal.
 */
public final class VersionOrder implements Comparator<String> {
  private final GenericVersionScheme scheme = new GenericVersionScheme();

  @Override
  public int compare(String one, String other) {
    return version(one).compareTo(version(other));
  }

  private Version version(String text) {
    try {
      return scheme.parseVersion(text);
    } catch (InvalidVersionSpecificationException e) {
      throw new IllegalStateException("This scheme takes every text for a version", e);
    }
  }
}
