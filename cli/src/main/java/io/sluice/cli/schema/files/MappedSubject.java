package io.sluice.cli.schema.files;

import io.sluice.pipeline.Place;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Optional;

/**
 * What a mapping says of one subject.
 *
 * @param place where it says so
 * @param file from the mapping's folder on
 */
record MappedSubject(
    Place place,
    String subject,
    String file,
    SchemaType type,
    List<FileReference> references,
    Optional<CompatibilityLevel> level) {}
