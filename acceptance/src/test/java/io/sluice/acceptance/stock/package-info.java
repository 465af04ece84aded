/**
 * Our source connector on a Kafka that knows nothing of us: a broker and a Connect worker as Kafka
 * ships them. Begin at {@link StockConnectTest}. Knows nothing of our engine.
 */
@NullMarked
package io.sluice.acceptance.stock;

import org.jspecify.annotations.NullMarked;
