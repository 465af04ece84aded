/**
 * What differs between two schemas, by path, and who breaks. Begin at {@link
 * io.sluice.project.schema.diff.SchemaDiff}. Knows nothing of registries.
 */
@NullMarked
package io.sluice.project.schema.diff;

import org.jspecify.annotations.NullMarked;
