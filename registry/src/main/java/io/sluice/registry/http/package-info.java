/**
 * Confluent's API of a registry, over HTTP. Begin at {@link
 * io.sluice.registry.http.RegistryServer}.
 */
@NullMarked
package io.sluice.registry.http;

import org.jspecify.annotations.NullMarked;
