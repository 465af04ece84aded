package io.sluice.server.api.document;

import java.time.Instant;
import java.util.Map;

/** The server itself. */
@Meaning("The server itself")
public record ServerDocument(
    String version,
    Instant startedAt,
    long uptimeMs,
    @Meaning("The project's folder") String folder,
    @Meaning("Where the state is, without its password") String state,
    @Meaning("Whether changed files are applied by themselves") boolean watches,
    @Meaning("How many pipelines are in which state") Map<String, Integer> pipelines) {}
