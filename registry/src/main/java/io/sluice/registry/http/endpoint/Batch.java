package io.sluice.registry.http.endpoint;

import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.model.VersionSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Versions that are read at once: as many as are short together, or one that is long.
 *
 * @param characters of all of them
 */
record Batch(List<SubjectVersion> places, long characters) {
  private static final long SHORT = 128 << 10;

  /** All of these, in their order. */
  static List<Batch> of(List<VersionSize> versions) {
    List<Batch> batches = new ArrayList<>();
    List<SubjectVersion> places = new ArrayList<>();
    long characters = 0;
    for (VersionSize version : versions) {
      if (!places.isEmpty() && characters + version.characters() > SHORT) {
        batches.add(new Batch(places, characters));
        places = new ArrayList<>();
        characters = 0;
      }
      places.add(version.place());
      characters += version.characters();
    }
    if (!places.isEmpty()) {
      batches.add(new Batch(places, characters));
    }
    return batches;
  }
}
