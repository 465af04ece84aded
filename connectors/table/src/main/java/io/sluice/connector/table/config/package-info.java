/**
 * What a user may set. Begin at {@link io.sluice.connector.table.config.TableSinkConfig}, where
 * each setting is declared, documented and checked. Knows nothing of what the settings do.
 */
@NullMarked
package io.sluice.connector.table.config;

import org.jspecify.annotations.NullMarked;
