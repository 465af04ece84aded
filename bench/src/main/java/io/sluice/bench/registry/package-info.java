/**
 * A load of requests on schema registries, ours and Apicurio's. Begin at {@link
 * io.sluice.bench.registry.RegistryLoad}. Knows nothing of measurements.
 */
@NullMarked
package io.sluice.bench.registry;

import org.jspecify.annotations.NullMarked;
