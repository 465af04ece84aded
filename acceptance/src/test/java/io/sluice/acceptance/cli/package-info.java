/**
 * The command from outside: what users type, what they see, how it ends. Begin at {@link
 * io.sluice.acceptance.cli.JourneyTest}.
 */
@NullMarked
package io.sluice.acceptance.cli;

import org.jspecify.annotations.NullMarked;
