package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of pipelines. */
@Meaning("A page of pipelines, by name")
public record PipelineList(
    List<PipelineSummary> pipelines,
    @Meaning("How many there are on all pages together") int total,
    @Meaning("What to send as cursor for the next page; absent on the last")
        @Nullable String nextCursor) {}
