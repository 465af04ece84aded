package io.sluice.server.console.page;

/**
 * What a page shows, to be had in another way.
 *
 * @param name of the way: {@code Command}, {@code API call}, {@code YAML}
 * @param text to be copied
 */
public record Copy(String name, String text) {}
