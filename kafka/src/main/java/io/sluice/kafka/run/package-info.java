/**
 * Broker and worker together in one process, and who looks after them. Begin at {@link
 * io.sluice.kafka.run.LocalKafka}, which starts and stops both and says what becomes of a fault;
 * {@link io.sluice.kafka.run.PipelineOnKafka} has the connectors of one pipeline on them, and
 * {@link io.sluice.kafka.run.Supervision} decides what becomes of tasks that fail.
 */
@NullMarked
package io.sluice.kafka.run;

import org.jspecify.annotations.NullMarked;
