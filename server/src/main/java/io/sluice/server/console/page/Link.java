package io.sluice.server.console.page;

/** An address and what stands for it. */
public record Link(String text, String address) {}
