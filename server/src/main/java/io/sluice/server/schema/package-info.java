/**
 * What people ask about schemas: of the registry that the project names, of pipelines that use it,
 * and of what contracts decided. Begin at {@link io.sluice.server.schema.SchemaDesk}. Changes
 * nothing.
 */
@NullMarked
package io.sluice.server.schema;

import org.jspecify.annotations.NullMarked;
