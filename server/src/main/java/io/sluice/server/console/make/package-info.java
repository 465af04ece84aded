/**
 * The form of a new pipeline: what was filled in, and the draft that it means. Begin at {@link
 * io.sluice.server.console.make.Filled}.
 */
@NullMarked
package io.sluice.server.console.make;

import org.jspecify.annotations.NullMarked;
