/**
 * The {@code sluice} command: which subcommands there are, and what becomes of their failures.
 * Begin at {@link io.sluice.cli.Main}; each subcommand is a class in a package beside this one.
 */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
