/**
 * The demo: a small shop in an embedded PostgreSQL, copied live. Begin at {@link ShopServer}, which
 * runs the shop's database; {@link ShopComparison} tells whether the copy is equal. Knows nothing
 * of the engine.
 */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
