package io.sluice.server.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered where nothing else can be (RFC 9457). */
@Meaning("Why a request was not answered (RFC 9457)")
public record ProblemDetails(
    @Meaning("Its kind, which stays the same: urn:sluice:problem:not-found") String type,
    @Meaning("The same for all of a kind") String title,
    @Meaning("Of HTTP") int status,
    @Meaning("What was expected, and what was found") @Nullable String detail,
    @Meaning("The path that was asked; with the id in the log where there is one")
        @Nullable String instance,
    @Meaning("What to do") @Nullable String hint,
    @Meaning("Where, if it is about parts of the request") @Nullable List<Part> errors) {

  /** What is wrong with a part of the request. */
  @Meaning("What is wrong with a part of the request")
  public record Part(
      @Meaning("As #/tables/0 of a body, query:limit, path:id, header:If-Match, line:3:1 of a file")
          String pointer,
      String detail) {}
}
