package io.sluice.server.console.page;

/** Addresses of what every page loads; each changes with its content. */
public record Assets(String stylesheet, String htmx, String script, String icon) {}
