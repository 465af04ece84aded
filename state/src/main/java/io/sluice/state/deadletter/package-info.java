/**
 * The records that pipelines set aside, and what became of each. Begin at DeadLetters;
 * DeadLetterRows are its tables. A record is bytes here, its error a signature to group by.
 */
@NullMarked
package io.sluice.state.deadletter;

import org.jspecify.annotations.NullMarked;
