package io.sluice.server.api.document;

import io.sluice.server.access.Role;
import java.util.Map;

/** What a user may do beside what their provider says. */
@Meaning("What a user may do beside what their provider says, in place of what was given before")
public record GrantsRequest(
    @Meaning("A role per namespace; * for all of them") Map<String, Role> grants) {}
