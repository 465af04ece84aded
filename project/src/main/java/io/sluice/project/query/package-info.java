/**
 * Questions to a sink's database that cannot change it: one query at a time, checked by the
 * database's own parser, in a read-only transaction. Begin at {@link
 * io.sluice.project.query.ReadOnlyTarget}. Knows no pipelines, only URLs.
 */
@NullMarked
package io.sluice.project.query;

import org.jspecify.annotations.NullMarked;
