package io.sluice.pipeline.server;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Place;
import java.util.List;

/**
 * Connectors that pipelines may name.
 *
 * @param names as pipeline files have them, without a version but for that of Maven coordinates;
 *     {@value #ALL} alone for all there are
 * @param place where they are written
 */
public record PermittedConnectors(List<Name> names, Place place) {
  /** In the place of names. */
  public static final String ALL = "*";

  /**
   * One of them.
   *
   * @param text an alias, a class name or {@code maven:group:artifact:version}
   * @param place where it is written
   */
  public record Name(String text, Place place) {
    public Name {
      requireNonNull(text, "text is null");
      requireNonNull(place, "place is null");
    }
  }

  public PermittedConnectors {
    names = List.copyOf(names);
    requireNonNull(place, "place is null");
  }

  /** Whether nothing is left out. */
  public boolean all() {
    return names.stream().anyMatch(name -> name.text().equals(ALL));
  }
}
