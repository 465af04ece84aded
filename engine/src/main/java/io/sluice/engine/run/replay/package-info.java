/**
 * Dead letters on their way through a pipeline again, each part a run of its own. Begin at Replay;
 * ReplaySource hands the letters out and learns what became of each. Knows flows only by what
 * stands at their beginning.
 */
@NullMarked
package io.sluice.engine.run.replay;

import org.jspecify.annotations.NullMarked;
