package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of plugins. */
@Meaning("A page of plugins, by kind and name")
public record PluginList(
    List<PluginSummary> connectors,
    @Meaning("How many there are on all pages together") int total,
    @Meaning("What to send as cursor for the next page; absent on the last")
        @Nullable String nextCursor) {}
