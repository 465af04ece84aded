package io.sluice.registry;

import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.Fingerprint;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaSource;

/**
 * A draft that was read.
 *
 * @param name of the subject, as it was asked for
 * @param subject that is meant
 * @param source of the text as it was sent, with what it needs
 * @param content as it would be stored: canonical text, references with numbers
 */
record Prepared(
    String name,
    SubjectName subject,
    SchemaDraft draft,
    SchemaSource source,
    ParsedSchema parsed,
    SchemaContent content,
    Fingerprint fingerprint) {}
