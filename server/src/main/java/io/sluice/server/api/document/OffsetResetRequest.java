package io.sluice.server.api.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a source is to go on. */
@Meaning("Where a stopped pipeline's source, or a sink of one on Kafka, is to go on")
public record OffsetResetRequest(
    @Meaning("On Kafka: the sink that is meant; not said for the source") @Nullable String sink,
    @Meaning("true: forget all positions, so that it begins as it did first")
        @Nullable Boolean beginning,
    @Meaning("Of a sink: from when on it reads again what its topics have") @Nullable Instant time,
    @Meaning("Which of the source's partitions; not needed where it has only one")
        @Nullable Map<String, @Nullable Object> partition,
    @Meaning("The position, in the source's own words; neither with beginning nor with time")
        @Nullable Map<String, @Nullable Object> offset,
    @Meaning("true: tell what it would do, and change nothing") @Nullable Boolean dryRun,
    @Meaning(
            "What a dry run called before: where it was when somebody looked. If it is elsewhere by"
                + " now, nothing is changed (409)")
        @Nullable List<String> before) {}
