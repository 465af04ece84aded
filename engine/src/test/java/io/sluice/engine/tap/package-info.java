/** Tests of looking into the stream. */
@org.jspecify.annotations.NullMarked
package io.sluice.engine.tap;
