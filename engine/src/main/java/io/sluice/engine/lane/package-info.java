/** The bounded, ordered hand-over between one source task and one sink task. */
@NullMarked
package io.sluice.engine.lane;

import org.jspecify.annotations.NullMarked;
