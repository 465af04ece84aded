package io.sluice.server.api.document;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of letters. */
@Meaning("A page of dead letters in the order in which they were stored, without their records")
public record LetterList(
    List<LetterDocument> letters,
    @Meaning("What to send as cursor for the next page; absent on the last")
        @Nullable String nextCursor,
    @Meaning("On Kafka: as of when, since topics are not read anew for each question")
        @Nullable Instant readAt) {}
