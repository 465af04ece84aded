package io.sluice.server.api.document;

import org.jspecify.annotations.Nullable;

/** What somebody looks for in a pipeline's stream. */
@Meaning(
    "What is looked for in a pipeline's stream; in a body, so that no key stands in an address")
public record RecordsRequest(
    @Meaning(
            "Only records seen there, and how they were there: source, transform:NAME, schema,"
                + " sink:NAME; all stages of each if absent")
        @Nullable String stage,
    @Meaning("Only records of this key: its text, a field of it, or the key as JSON")
        @Nullable String key,
    @Meaning("Only news after this sequence, of the answer before") @Nullable Long after,
    @Meaning("How many records at most; 50 if absent") @Nullable Integer limit) {}
