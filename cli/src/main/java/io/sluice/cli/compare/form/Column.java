package io.sluice.cli.compare.form;

/**
 * A column as a database describes it.
 *
 * @param name its name
 * @param type what it holds
 * @param inByteOrder for texts: whether the database sorts them by their UTF-8 bytes
 */
public record Column(String name, SqlType type, boolean inByteOrder) {}
