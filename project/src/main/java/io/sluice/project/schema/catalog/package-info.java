/**
 * A registry as people look into it: the project's own or anybody's. Begin at {@link
 * io.sluice.project.schema.catalog.Catalog}. Knows nothing of files.
 */
@NullMarked
package io.sluice.project.schema.catalog;

import org.jspecify.annotations.NullMarked;
