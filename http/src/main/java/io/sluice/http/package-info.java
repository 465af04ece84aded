/**
 * A server of HTTP within bounds: of connections, requests, bytes, time. Begin at {@link
 * io.sluice.http.JettyServer}. Knows nothing of what is served; Jetty is named here and nowhere
 * else, Javalin by those who lay paths as well.
 */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
