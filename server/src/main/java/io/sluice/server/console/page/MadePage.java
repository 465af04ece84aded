package io.sluice.server.console.page;

import java.util.Optional;

/**
 * A pipeline whose file was just written.
 *
 * @param pipeline its name
 * @param state how it stands; empty before the server has taken the file up
 * @param mayPlan whether the visitor may see what files would change
 */
public record MadePage(Frame frame, String pipeline, Optional<StateLook> state, boolean mayPlan) {
  /** Its address. */
  public static String address(String pipeline) {
    return Addresses.query("/new/made", java.util.Map.of("pipeline", pipeline));
  }
}
