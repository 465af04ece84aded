/**
 * {@code sluice schema}: what people do with schemas and their registries. A class for each
 * command; which registry is meant says {@link CatalogOptions}.
 */
@NullMarked
package io.sluice.cli.schema;

import org.jspecify.annotations.NullMarked;
