/** Measurements against peers and physical limits. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
