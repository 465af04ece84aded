/**
 * A client of any registry that speaks Confluent's API. Begin at {@link RegistryClient}; {@link
 * RegistryClients} makes one. Knows nothing of records.
 */
@NullMarked
package io.sluice.serdes.client;

import org.jspecify.annotations.NullMarked;
