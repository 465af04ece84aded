/**
 * What a sink would see if its records had lain in a topic, for sinks that name converters. Begin
 * at {@link io.sluice.engine.conversion.Conversion}. All others pay nothing for it.
 */
@NullMarked
package io.sluice.engine.conversion;

import org.jspecify.annotations.NullMarked;
