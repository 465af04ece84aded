package io.sluice.server.api.document;

import java.time.Instant;
import java.util.List;

/** Kinds of errors. */
@Meaning("Dead letters by kind of error, the one seen last first")
public record LetterGroupList(
    @Meaning("How many letters are open in these groups") long open,
    @Meaning("When the first of the intervals begins in which arrivals are counted") Instant from,
    @Meaning("How long each of them is") long intervalMs,
    @Meaning("Whether there are more groups than are told") boolean more,
    @Meaning("Pipelines on Kafka whose letters are not counted: their Kafka does not run or answer")
        List<String> unknown,
    List<LetterGroup> groups) {}
