package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which open letters are meant. */
@Meaning("Which open dead letters are meant: exactly one of ids, signature and all")
public record LetterSelection(
    @Meaning("At most 10000, each as a letter's id") @Nullable List<JsonNode> ids,
    @Meaning("All of one kind of error") @Nullable String signature,
    @Meaning("true: every open letter of the pipeline") @Nullable Boolean all) {}
