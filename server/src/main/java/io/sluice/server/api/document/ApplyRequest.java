package io.sluice.server.api.document;

/** Which plan is to be made so. */
@Meaning("Which plan is to be made so")
public record ApplyRequest(
    @Meaning("The id of the plan that was looked at; refused if the files have changed since")
        String plan) {}
