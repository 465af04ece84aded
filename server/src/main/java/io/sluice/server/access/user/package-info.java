/** Users, whom a provider of OpenID Connect knows, as far as we remember them. Begin at Users. */
@NullMarked
package io.sluice.server.access.user;

import org.jspecify.annotations.NullMarked;
