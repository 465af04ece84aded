package io.sluice.server.console.page;

import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people changed.
 *
 * @param filter which of it
 * @param entries newest first
 * @param older the address of the next page; empty at the end
 */
public record AuditPage(
    Frame frame,
    AuditFilter filter,
    List<Audit.Entry> entries,
    Optional<String> older,
    List<Copy> copies) {
  /** Where it is. */
  public static final String PATH = "/audit";

  public AuditPage {
    entries = List.copyOf(entries);
    copies = List.copyOf(copies);
  }

  /**
   * Of a list's part.
   *
   * @param next the number of the entry before which the next page begins; empty at the end
   */
  public static AuditPage of(
      Frame frame, AuditFilter filter, List<Audit.Entry> entries, Optional<Long> next) {
    return new AuditPage(
        frame,
        filter,
        entries,
        next.map(
            before -> {
              Map<String, String> query = query(filter);
              query.put("before", "" + before);
              return Addresses.query(PATH, query);
            }),
        List.of(
            new Copy("Command", "sluice audit ls" + options(filter)),
            new Copy("API call", Curl.get(Addresses.query("/api/v1/audit", query(filter)))),
            new Copy("Verify", "sluice audit verify")));
  }

  /** Whether anything is left out. */
  public boolean filtered() {
    return !filter.equals(AuditFilter.ALL);
  }

  /** A moment as it is typed; empty for none. */
  public static String typed(@Nullable Instant moment) {
    return moment == null ? "" : moment.toString();
  }

  private static Map<String, String> query(AuditFilter filter) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("who", filter.who());
    query.put("action", filter.action());
    query.put("pipeline", filter.pipeline());
    query.put("from", typed(filter.from()));
    query.put("to", typed(filter.to()));
    return query;
  }

  private static String options(AuditFilter filter) {
    StringBuilder options = new StringBuilder();
    query(filter)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                options.append(" --").append(name).append(' ').append(ShellWord.of(value));
              }
            });
    return options.toString();
  }
}
