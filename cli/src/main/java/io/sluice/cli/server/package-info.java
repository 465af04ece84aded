/**
 * The server of a folder, from the command line: what starts it, and commands that are its clients.
 * Begin at {@link io.sluice.cli.server.ServerTarget}.
 */
@NullMarked
package io.sluice.cli.server;

import org.jspecify.annotations.NullMarked;
