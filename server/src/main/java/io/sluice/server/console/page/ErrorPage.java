package io.sluice.server.console.page;

import java.util.List;
import java.util.Optional;

/**
 * What was asked for cannot be shown.
 *
 * @param what in a sentence; free of secrets
 * @param hint what to do
 * @param errors what is wrong with which part of what was asked
 */
public record ErrorPage(
    Frame frame, int status, String what, Optional<String> hint, List<String> errors) {
  public ErrorPage {
    errors = List.copyOf(errors);
  }
}
