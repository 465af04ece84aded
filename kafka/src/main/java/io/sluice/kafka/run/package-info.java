/**
 * Broker and worker together in one process. Begin at {@link io.sluice.kafka.run.LocalKafka}. Knows
 * when they start and stop and what becomes of a fault, not what runs on them.
 */
@NullMarked
package io.sluice.kafka.run;

import org.jspecify.annotations.NullMarked;
