package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.state.history.Audit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody did. */
@Meaning("What somebody did")
public record AuditEntry(
    long id,
    Instant at,
    String who,
    @Meaning("Short and stable, as offsets.reset") String action,
    @Nullable String pipeline,
    @Meaning("What it was") @Nullable JsonNode before,
    @Meaning("What it became") @Nullable JsonNode after,
    @Nullable String reason) {

  public static AuditEntry of(Audit.Entry entry) {
    return new AuditEntry(
        entry.id(),
        entry.at(),
        entry.who(),
        entry.action(),
        said(entry.pipeline()),
        JsonText.parsed(entry.before()),
        JsonText.parsed(entry.after()),
        said(entry.reason()));
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text;
  }
}
