package io.sluice.registry.http.call;

import io.javalin.http.HandlerType;
import java.util.List;

/**
 * One thing that the API can be asked for.
 *
 * @param path with parts in braces, as Javalin has them
 * @param isWrite whether it changes anything, so that not every user may
 * @param work makes the answer, a document of JSON, of the request
 */
public record Endpoint(HandlerType method, String path, boolean isWrite, Work work) {
  /** Makes an answer. */
  public interface Work {
    /**
     * The document to answer with, a {@link LongAnswer} where it may be long; {@link RawAnswer} for
     * a text that is one already, {@link ListAnswer}, of GET alone, for a long list.
     */
    Object answer(Call call);
  }

  /** An answer that may be long: it waits for room. */
  public interface LongAnswer {
    /** About how many there are, in all of its texts. */
    long characters();
  }

  /** A text that is sent as it is. */
  public record RawAnswer(String text) implements LongAnswer {
    @Override
    public long characters() {
      return text.length();
    }
  }

  /**
   * A list that is made while it is sent, since all of it at once might be too much. What can be
   * refused was looked at before there is one: a failure after its first part can only break the
   * answer off.
   */
  public record ListAnswer(List<? extends Part> parts) {}

  /** Entries of a list that are in memory at one time. */
  public interface Part {
    /** About how many there are, in all of their texts. */
    long characters();

    /** Makes the entries, when there is room for them. */
    List<?> documents();
  }

  /** Something to look at. */
  public static Endpoint get(String path, Work work) {
    return new Endpoint(HandlerType.GET, path, false, work);
  }

  /** A question with a body, which changes nothing. */
  public static Endpoint ask(String path, Work work) {
    return new Endpoint(HandlerType.POST, path, false, work);
  }

  /** Something new. */
  public static Endpoint post(String path, Work work) {
    return new Endpoint(HandlerType.POST, path, true, work);
  }

  /** Something set. */
  public static Endpoint put(String path, Work work) {
    return new Endpoint(HandlerType.PUT, path, true, work);
  }

  /** Something taken away. */
  public static Endpoint delete(String path, Work work) {
    return new Endpoint(HandlerType.DELETE, path, true, work);
  }

  /** Whether a body belongs to it. */
  boolean hasBody() {
    return method.equals(HandlerType.POST) || method.equals(HandlerType.PUT);
  }
}
