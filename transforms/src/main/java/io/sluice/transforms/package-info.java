/** Single message transforms and predicates of our own. */
@NullMarked
package io.sluice.transforms;

import org.jspecify.annotations.NullMarked;
