package io.sluice.server.api.document;

import java.util.List;

/** Runs of a pipeline. */
@Meaning("Runs of a pipeline, newest first")
public record RunList(List<PastRun> runs) {}
