package io.sluice.http;

import java.util.Map;

/**
 * How an answer looks that is made before anybody knows what a request is about: it is no HTTP, too
 * long, or one too many; or behind everything else that failed. Asked from any thread, with little
 * stack or heap left: an answer is made of constants.
 */
public interface ErrorForm {
  /** Of such answers; {@code Content-Type} among them. */
  Map<String, String> headers();

  /**
   * The body.
   *
   * @param status of HTTP
   * @param text what is wrong, by the status alone: ASCII, without quotes, and nothing of the
   *     request in it
   */
  byte[] refusal(int status, String text);

  /** The body of an answer with status 500. */
  byte[] failure();
}
