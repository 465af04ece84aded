/**
 * Finds Kafka Connect plugins, keeps each location's classes to itself, describes them and checks
 * pipelines against them. Begin at {@link io.sluice.plugin.Plugins}. Knows nothing of how records
 * move.
 */
@NullMarked
package io.sluice.plugin;

import org.jspecify.annotations.NullMarked;
