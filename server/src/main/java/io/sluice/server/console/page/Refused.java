package io.sluice.server.console.page;

import java.util.Optional;

/**
 * Why something was not done.
 *
 * @param hint what to do instead
 */
public record Refused(String message, Optional<String> hint) {}
