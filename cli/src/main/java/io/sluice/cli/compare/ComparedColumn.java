package io.sluice.cli.compare;

/**
 * A column that both sides have.
 *
 * @param name its name, on both sides
 * @param form how it is compared
 * @param source what it is at the source
 * @param target what it is in the target
 */
public record ComparedColumn(String name, Form form, SqlType source, SqlType target) {}
