/**
 * Who has a word on records before they reach a sink. Begin at Gate: the verdict comes from outside
 * of the engine, which only asks for it once for records that look alike, and does what it says.
 */
@NullMarked
package io.sluice.engine.gate;

import org.jspecify.annotations.NullMarked;
