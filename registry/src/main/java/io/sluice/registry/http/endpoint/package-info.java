/**
 * What the API can be asked for, a class for each of its resources ("Schema Registry API
 * Reference"). Begin at {@link io.sluice.registry.http.endpoint.Endpoints}.
 */
@NullMarked
package io.sluice.registry.http.endpoint;

import org.jspecify.annotations.NullMarked;
