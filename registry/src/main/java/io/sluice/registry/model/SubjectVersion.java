package io.sluice.registry.model;

/** Where a schema is used. */
public record SubjectVersion(SubjectName subject, int version) {}
