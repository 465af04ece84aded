/**
 * A look into the stream while it flows: a few records, each followed from its source through the
 * transforms into the sinks, what the pipeline masks hidden at every stage. Begin at Tap. Knows
 * neither sources nor sinks; nothing here may hold up or harm what it looks at.
 */
@NullMarked
package io.sluice.engine.tap;

import org.jspecify.annotations.NullMarked;
