/**
 * One connector alone, for a moment: what a source gives, whether a sink takes. Begin at {@link
 * io.sluice.cli.trial.PluginTestCommand}. The other end is a connector of this package, and the
 * state is thrown away.
 */
@NullMarked
package io.sluice.cli.trial;

import org.jspecify.annotations.NullMarked;
