/**
 * Databases at the edge of what PostgreSQL allows: very wide, very many, very large. Begin at
 * {@link io.sluice.acceptance.limits.LimitsTest}.
 */
@NullMarked
package io.sluice.acceptance.limits;

import org.jspecify.annotations.NullMarked;
