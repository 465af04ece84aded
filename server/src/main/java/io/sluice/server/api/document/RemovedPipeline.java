package io.sluice.server.api.document;

/** A pipeline that is no more. */
@Meaning("A pipeline that the project does not have any more")
public record RemovedPipeline(String name) {}
