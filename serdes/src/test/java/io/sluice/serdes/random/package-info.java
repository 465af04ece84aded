/** Schemas and values of every type that Connect has, for tests of every format. */
@NullMarked
package io.sluice.serdes.random;

import org.jspecify.annotations.NullMarked;
