/**
 * How much of the process a client can take: bytes, connections, threads, time. Begin at {@link
 * io.sluice.http.limit.ServerLimits}.
 */
@NullMarked
package io.sluice.http.limit;

import org.jspecify.annotations.NullMarked;
