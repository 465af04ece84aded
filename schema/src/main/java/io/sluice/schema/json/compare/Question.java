package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.SchemaNode;

/**
 * Whether whatever such things are known of is valid for the reader.
 *
 * @param reader the schema that is to be kept
 * @param known what is known of instances
 */
record Question(SchemaNode reader, Known known, Policy policy) {}
