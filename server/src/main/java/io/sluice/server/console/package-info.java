/**
 * The pages of the server. Each is made whole by the server, from what {@code view} and {@code
 * operate} say, and works without a script; scripts keep it up to date and save loading it anew.
 *
 * <p>Begin with {@code page}, which says what each page shows; the templates beside it ({@code
 * src/main/jte}) say how.
 */
@NullMarked
package io.sluice.server.console;

import org.jspecify.annotations.NullMarked;
