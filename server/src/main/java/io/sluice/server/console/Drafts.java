package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;

/** What routes of pages have in common. */
final class Drafts {
  private static final String HTML = "text/html; charset=utf-8";

  private Drafts() {}

  /** A page. */
  static RouteDraft page(String path, String name, String summary) {
    return Route.get(path)
        .described(name, "pages", summary)
        .forPages()
        .answers(Reply.text("text/html", "The page"));
  }

  /** What a page's form sends. */
  static RouteDraft form(String path, String name, String summary) {
    return Route.post(path)
        .described(name, "pages", summary)
        .forPages()
        .takes(Body.form())
        .answers(Reply.text("text/html", "The page again, where it was refused"));
  }

  /** About one pipeline. */
  static RouteDraft ofPipeline(RouteDraft draft, Permission permission) {
    return draft.part("pipeline", "Name of the pipeline").needs(Access.ofPipeline(permission));
  }

  /** A page that was made. */
  static Answer answer(byte[] page) {
    return Answer.bytes(HTML, page);
  }

  /** A page that tells why something was not done. */
  static Answer answer(int status, byte[] page) {
    Answer answer = answer(page);
    return new Answer(status, answer.headers(), answer.version(), answer.content());
  }
}
