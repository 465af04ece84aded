package io.sluice.server.file;

import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says to plugins.
 *
 * @param parts what of it could be read; empty if it is no pipeline file
 * @param known where the settings stand of which their plugins say what they are; any other one may
 *     be a secret with its name misspelt
 */
public record SaidSettings(Optional<PipelineParts> parts, Set<Place> known) {
  public SaidSettings {
    known = Set.copyOf(known);
  }
}
