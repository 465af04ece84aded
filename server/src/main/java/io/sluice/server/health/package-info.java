/**
 * How pipelines and the server are, for machines and for whoever is on call. Begin at HealthWatch,
 * which hears of all pipelines, then Diagnosis, which says how one is.
 */
@NullMarked
package io.sluice.server.health;

import org.jspecify.annotations.NullMarked;
