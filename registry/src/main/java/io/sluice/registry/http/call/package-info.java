/**
 * One request and its answer, as all endpoints have them. Begin at {@link
 * io.sluice.registry.http.call.Endpoint}.
 */
@NullMarked
package io.sluice.registry.http.call;

import org.jspecify.annotations.NullMarked;
