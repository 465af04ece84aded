/** The way in: by a token in the console, and how often somebody may try. Begin at SignIn. */
@NullMarked
package io.sluice.server.access.signin;

import org.jspecify.annotations.NullMarked;
