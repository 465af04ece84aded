/**
 * What a registry has: subjects, versions, schemas, settings, and what it answers when it refuses.
 * Begin at {@link SchemaVersion}. Values only: nobody here reads or writes anything.
 */
@NullMarked
package io.sluice.registry.model;

import org.jspecify.annotations.NullMarked;
