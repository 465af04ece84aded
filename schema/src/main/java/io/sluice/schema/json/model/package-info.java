/**
 * A text as a graph of schemas. Begin at {@link SchemaDocument}. Fetches nothing and runs no
 * regular expression.
 */
@NullMarked
package io.sluice.schema.json.model;

import org.jspecify.annotations.NullMarked;
