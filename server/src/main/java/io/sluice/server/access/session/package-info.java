/**
 * Who is signed in, in the state, so that a restart or another server on it signs nobody out. Begin
 * at Sessions.
 */
@NullMarked
package io.sluice.server.access.session;

import org.jspecify.annotations.NullMarked;
