/**
 * Connect's schemas in the languages that registries know, both ways. Begin at SchemaLanguage; the
 * mappings are those of our converters, so that a topic and a contract agree on what a schema is.
 */
@NullMarked
package io.sluice.contract.language;

import org.jspecify.annotations.NullMarked;
