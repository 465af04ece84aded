/**
 * Records that could not be processed, kept byte for byte. Begin at DeadLetterDesk, which takes
 * them in; RecordCodec writes them. Sending them through the pipeline again is a run's business.
 */
@NullMarked
package io.sluice.engine.deadletter;

import org.jspecify.annotations.NullMarked;
