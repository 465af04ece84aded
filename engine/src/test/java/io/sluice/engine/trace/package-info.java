@NullMarked
package io.sluice.engine.trace;

import org.jspecify.annotations.NullMarked;
