/**
 * The state's database as those see it who ask the server: there, or away since when. Begin at
 * AttendedState. Knows nothing of what is kept there.
 */
@NullMarked
package io.sluice.server.attend;

import org.jspecify.annotations.NullMarked;
