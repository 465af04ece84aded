package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema that may become a version. */
@Meaning("A schema that may become a version of a subject")
public record SchemaCheckRequest(
    String subject,
    @Meaning("AVRO, JSON or PROTOBUF") String type,
    String schema,
    @Meaning("What it needs of the registry") @Nullable List<SchemaReferenceDocument> references) {}
