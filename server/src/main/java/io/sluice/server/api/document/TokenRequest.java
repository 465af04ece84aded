package io.sluice.server.api.document;

import io.sluice.server.access.Role;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token that is to be made. */
@Meaning("A token that is to be made")
public record TokenRequest(
    @Meaning("What it is for; no two that are good have the same") String name,
    @Meaning("A role per namespace; * for all of them") Map<String, Role> grants,
    @Meaning("How long it is good; the server's usual time if not said")
        @Nullable Long lifetimeMs) {}
