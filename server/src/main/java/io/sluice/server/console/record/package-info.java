/** The page that looks into a pipeline's stream. Begin at RecordsPage. */
@NullMarked
package io.sluice.server.console.record;

import org.jspecify.annotations.NullMarked;
