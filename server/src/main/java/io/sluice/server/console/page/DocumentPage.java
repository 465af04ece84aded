package io.sluice.server.console.page;

/**
 * A page of the documentation.
 *
 * @param html of the document: made by us of our own text, without anything that anybody sent
 */
public record DocumentPage(Frame frame, String html) {}
