package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of subjects. */
@Meaning("A page of the subjects of the schema registry")
public record SubjectList(
    @Meaning("Which registry it is") String registry,
    @Meaning("How many fit what was asked for, on all pages") int total,
    List<SubjectDocument> subjects,
    @Meaning("Sent as cursor for the next page; absent on the last") @Nullable String nextCursor) {}
