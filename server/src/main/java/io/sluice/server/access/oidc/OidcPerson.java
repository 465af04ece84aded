package io.sluice.server.access.oidc;

import io.sluice.server.access.Role;
import java.util.Map;

/**
 * Somebody as their provider knows them.
 *
 * @param subject the same for ever
 * @param name what they are called now
 * @param grants what the claims give
 */
record OidcPerson(String issuer, String subject, String name, Map<String, Role> grants) {}
