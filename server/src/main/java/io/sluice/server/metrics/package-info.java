/**
 * What pipelines and the server do, in the form of Prometheus and OpenTelemetry. Begin at
 * Exposition; every family with its name and unit is in Family.
 */
@NullMarked
package io.sluice.server.metrics;

import org.jspecify.annotations.NullMarked;
