/**
 * Signing in by a provider of OpenID Connect: the authorization code flow with PKCE. Begin at
 * OidcSignIn; OidcProvider asks the provider, OidcFlow is what the browser keeps meanwhile,
 * ClaimRoles says what a claim gives.
 */
@NullMarked
package io.sluice.server.access.oidc;

import org.jspecify.annotations.NullMarked;
