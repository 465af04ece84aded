package io.sluice.server.api.document;

import java.util.List;

/** All tokens. */
@Meaning("All tokens, good or not")
public record TokenList(List<TokenDocument> tokens) {}
