package io.sluice.server.file;

/**
 * A pipeline file as it is now.
 *
 * @param text all of it: who may see it may see what is written out in it
 * @param tag changes whenever the text does
 */
public record FileText(String text, String tag) {}
