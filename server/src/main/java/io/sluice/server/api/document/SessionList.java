package io.sluice.server.api.document;

import java.util.List;

/** Sessions. */
@Meaning("Sessions that are open, newest first")
public record SessionList(List<SessionDocument> sessions) {}
