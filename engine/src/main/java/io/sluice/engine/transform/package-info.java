/** The chain of single message transforms between source and lanes. */
@NullMarked
package io.sluice.engine.transform;

import org.jspecify.annotations.NullMarked;
