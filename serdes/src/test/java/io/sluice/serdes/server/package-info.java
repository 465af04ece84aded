/** The registry that tests ask: ours, whole, on a free port. */
@NullMarked
package io.sluice.serdes.server;

import org.jspecify.annotations.NullMarked;
