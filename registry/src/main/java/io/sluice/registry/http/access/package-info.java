/**
 * Who may ask. Begin at {@link io.sluice.registry.http.access.Users}. Knows nothing of schemas, and
 * keeps no password.
 */
@NullMarked
package io.sluice.registry.http.access;

import org.jspecify.annotations.NullMarked;
