package io.sluice.server.console.page;

import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.view.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that changed lately.
 *
 * @param shape which of the page's symbols
 * @param pipeline empty if it is about none
 * @param what in words, free of secrets
 */
public record Happening(Instant at, String shape, Tone tone, String pipeline, String what) {
  /**
   * What changed, each pipeline's way into one state once: one that is tried again and again would
   * leave no room for anything else.
   *
   * @param changes newest first
   * @param most how many at most
   */
  public static List<Happening> of(List<StateChange> changes, int most) {
    Map<String, List<StateChange>> alike = new LinkedHashMap<>();
    for (StateChange change : changes) {
      alike
          .computeIfAbsent(change.pipeline() + " " + change.to(), key -> new ArrayList<>())
          .add(change);
    }
    return alike.values().stream().limit(most).map(Happening::together).toList();
  }

  private static Happening together(List<StateChange> alike) {
    Happening newest = of(alike.get(0));
    return alike.size() == 1
        ? newest
        : new Happening(
            newest.at,
            newest.shape,
            newest.tone,
            newest.pipeline,
            newest.what
                + " ("
                + Figures.many(alike.size(), "time")
                + " since "
                + Times.clock(alike.get(alike.size() - 1).at())
                + ")");
  }

  /** A pipeline that came into another state. */
  public static Happening of(StateChange change) {
    StateLook to = StateLook.of(change.to());
    String from =
        change
            .from()
            .map(state -> " after " + StateLook.of(state).word().toLowerCase(Locale.ROOT))
            .orElse("");
    String reason = change.reason().isEmpty() ? "" : ": " + change.reason();
    return new Happening(
        change.at(),
        to.shape(),
        to.tone(),
        change.pipeline(),
        to.word().toLowerCase(Locale.ROOT) + from + reason);
  }
}
