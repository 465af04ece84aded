package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the audit log. */
@Meaning("A page of the audit log, newest first")
public record AuditList(
    List<AuditEntry> entries,
    @Meaning("What to send as cursor for the next page; absent on the last")
        @Nullable String nextCursor) {}
