package io.sluice.server.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.http.event.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is answered. Nobody keeps it but who asked, and they do not either, unless it is said.
 *
 * @param headers beside those that all answers have; cookies among them
 * @param version of what is shown; who has it already is told so and nothing else
 */
public record Answer(int status, List<Header> headers, Optional<String> version, Content content) {
  /** A header. */
  public record Header(String name, String value) {}

  /** What follows the headers. */
  public sealed interface Content {}

  /** Nothing. */
  public record Empty() implements Content {}

  /** A record, or a map, that is written as JSON. */
  public record Document(Object document) implements Content {}

  /** Bytes of a media type. */
  public record Bytes(String mediaType, byte[] bytes) implements Content {}

  /** What is new, as it comes. */
  public record Events(Feed feed) implements Content {}

  public Answer {
    headers = List.copyOf(headers);
  }

  /** A document of JSON, 200. */
  public static Answer json(Object document) {
    return json(200, document);
  }

  /** A document of JSON with another status: 201 for what was made, 202 for what was begun. */
  public static Answer json(int status, Object document) {
    return of(status, new Document(document));
  }

  /** A page. */
  public static Answer html(String page) {
    return bytes("text/html; charset=utf-8", page.getBytes(UTF_8));
  }

  /** A page with another status than 200. */
  public static Answer html(int status, String page) {
    return of(status, new Bytes("text/html; charset=utf-8", page.getBytes(UTF_8)));
  }

  /** A text of a media type, which should say {@code charset=utf-8}. */
  public static Answer text(String mediaType, String text) {
    return bytes(mediaType, text.getBytes(UTF_8));
  }

  /** Bytes of a media type. */
  public static Answer bytes(String mediaType, byte[] bytes) {
    return of(200, new Bytes(mediaType, bytes));
  }

  /** The same with another status. */
  public static Answer bytes(int status, String mediaType, byte[] bytes) {
    return of(status, new Bytes(mediaType, bytes));
  }

  /** It is done, and there is nothing to say: 204. */
  public static Answer none() {
    return of(204, new Empty());
  }

  /**
   * It is done; what is to be looked at now is elsewhere on this server: 303.
   *
   * @param path encoded, with a slash in front
   */
  public static Answer seeOther(String path) {
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("expected a path of this server");
    }
    return elsewhere(path);
  }

  /**
   * The same on another server, which the work knows: where people sign in.
   *
   * @param url absolute, and not made of what a request brought
   */
  public static Answer elsewhere(String url) {
    return of(303, new Empty()).with("Location", url);
  }

  /** What is new, as it comes: the listener may go when it likes. */
  public static Answer events(Feed feed) {
    return of(200, new Events(feed));
  }

  private static Answer of(int status, Content content) {
    return new Answer(status, List.of(), Optional.empty(), content);
  }

  /** The same with a header; of cookies there may be several. */
  public Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, more, version, content);
  }

  /** The same as a version, which {@code ETag} tells: of what can be edited, or is asked often. */
  public Answer version(String shown) {
    return new Answer(status, headers, Optional.of(shown), content);
  }

  /**
   * Whether who asks has this version already.
   *
   * @param tags the header {@code If-None-Match}
   */
  public boolean isKnown(@Nullable String tags) {
    return tags != null && version.filter(shown -> EntityTag.isAmong(shown, tags)).isPresent();
  }
}
