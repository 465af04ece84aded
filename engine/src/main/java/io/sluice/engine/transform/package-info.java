/**
 * What happens to a record on its way: Connect's transforms, under conditions. Begin at
 * TransformChain. Knows neither sources nor sinks.
 */
@NullMarked
package io.sluice.engine.transform;

import org.jspecify.annotations.NullMarked;
