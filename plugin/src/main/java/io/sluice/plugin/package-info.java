/** Finds, isolates and describes Kafka Connect plugins. */
@NullMarked
package io.sluice.plugin;

import org.jspecify.annotations.NullMarked;
