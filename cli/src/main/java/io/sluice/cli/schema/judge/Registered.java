package io.sluice.cli.schema.judge;

/**
 * A file that is a version now.
 *
 * @param isNew whether it was none before
 */
public record Registered(String file, String subject, int version, int id, boolean isNew) {}
