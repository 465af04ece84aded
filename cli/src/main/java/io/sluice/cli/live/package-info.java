/**
 * A run as people see it: the view that moves in a terminal, and the loopback endpoint by which
 * other commands reach the process that runs a pipeline. Begin at {@link
 * io.sluice.cli.live.LiveView} and {@link io.sluice.cli.live.LiveServer}. Shows and asks; decides
 * nothing.
 */
@NullMarked
package io.sluice.cli.live;

import org.jspecify.annotations.NullMarked;
