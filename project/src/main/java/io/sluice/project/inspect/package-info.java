/**
 * Looks at a database before anything is copied: can it be captured, and if not, which SQL makes it
 * so. Begin at {@link io.sluice.project.inspect.PostgresInspection}. Reads catalogues only, changes
 * nothing.
 */
@NullMarked
package io.sluice.project.inspect;

import org.jspecify.annotations.NullMarked;
