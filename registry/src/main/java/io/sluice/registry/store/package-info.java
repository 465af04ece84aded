/**
 * The registry's tables, on SQLite and PostgreSQL alike: plain statements inside the caller's
 * transaction. Begin at {@link SchemaRows} and {@link VersionRows}. What is allowed is decided
 * elsewhere.
 */
@NullMarked
package io.sluice.registry.store;

import org.jspecify.annotations.NullMarked;
