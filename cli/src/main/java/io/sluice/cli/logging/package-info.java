/**
 * Where log lines go: a rolling file in the state folder, warnings also to standard error, secrets
 * nowhere. Begin at {@link io.sluice.cli.logging.Logs}. Knows nothing of pipelines but their names.
 */
@NullMarked
package io.sluice.cli.logging;

import org.jspecify.annotations.NullMarked;
