/**
 * Looks at a database before anything is copied: can it be captured, and if not, which SQL makes it
 * so. Begin at {@link io.sluice.cli.inspect.PostgresInspection}. Reads catalogues only, changes
 * nothing.
 */
@NullMarked
package io.sluice.cli.inspect;

import org.jspecify.annotations.NullMarked;
