/**
 * What a schema is, in whichever of the three languages. Begin at {@link SchemaFormat}. Knows
 * neither a registry nor records.
 */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
