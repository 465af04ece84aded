package io.sluice.server.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What stays the same as long as a server runs.
 *
 * @param version of the software
 * @param folder of the project, absolute
 * @param state where it is, without a password
 * @param watches whether changed files are applied by themselves
 */
public record ServerFacts(
    String version, Instant startedAt, Path folder, String state, boolean watches) {}
