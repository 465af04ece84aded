/**
 * Before a pipeline runs: write its file, check it, look at the machine and the plugins. Begin at
 * {@link io.sluice.cli.setup.InitCommand}.
 */
@NullMarked
package io.sluice.cli.setup;

import org.jspecify.annotations.NullMarked;
