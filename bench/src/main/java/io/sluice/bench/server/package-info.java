/** {@code sluice up} as others meet it: started, watched, asked. Begin at {@code ServedFolder}. */
@NullMarked
package io.sluice.bench.server;

import org.jspecify.annotations.NullMarked;
