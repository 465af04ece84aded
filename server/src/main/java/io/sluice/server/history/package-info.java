/**
 * How it went, within bounds: samples of all pipelines and their changes of state. Begin at Pulse,
 * which looks at all pipelines once a second, then History, which hears of it.
 */
@NullMarked
package io.sluice.server.history;

import org.jspecify.annotations.NullMarked;
