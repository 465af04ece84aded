/**
 * What tests of stored forms have in common. Begin at {@link io.sluice.server.golden.StoredTables}.
 */
@NullMarked
package io.sluice.server.golden;

import org.jspecify.annotations.NullMarked;
