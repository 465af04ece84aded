/**
 * What happens around each request, before and after anybody knows what it is about. Begin at
 * {@link io.sluice.server.http.WebServer}; what can be asked for are {@link
 * io.sluice.server.http.route.Route}s, which {@code api} and {@code console} have.
 */
@NullMarked
package io.sluice.server.http;

import org.jspecify.annotations.NullMarked;
