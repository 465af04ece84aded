package io.sluice.server.api.document;

import java.util.List;

/** Decisions. */
@Meaning("What contracts decided about schemas, newest first")
public record DecisionList(List<DecisionDocument> decisions) {}
