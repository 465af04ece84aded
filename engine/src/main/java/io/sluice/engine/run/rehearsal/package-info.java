/**
 * What would become of one record on its way through a pipeline, found out without a source and
 * without a sink. Begin at RehearsedWay.
 */
@NullMarked
package io.sluice.engine.run.rehearsal;

import org.jspecify.annotations.NullMarked;
