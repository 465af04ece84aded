package io.sluice.server.api.document;

import java.util.List;

/** All users. */
@Meaning("All users who ever signed in by a provider")
public record UserList(List<UserDocument> users) {}
