/**
 * A look into a pipeline's stream, by the server that runs it: {@code sluice records}. Begin at
 * {@link io.sluice.cli.record.RecordsCommand}.
 */
@NullMarked
package io.sluice.cli.record;

import org.jspecify.annotations.NullMarked;
