/** Records that could not be processed, kept byte for byte. */
@NullMarked
package io.sluice.engine.deadletter;

import org.jspecify.annotations.NullMarked;
