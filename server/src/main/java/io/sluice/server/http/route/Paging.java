package io.sluice.server.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A long list, a page at a time. A page ends with a cursor: a text that only the list understands
 * which gave it, and by which the next page begins behind what stood last, whatever was added or
 * taken away meanwhile.
 */
public final class Paging {
  /** The parameter that says how many entries a page has at most. */
  public static final String LIMIT = "limit";

  /** The parameter that says behind which entry the page begins. */
  public static final String CURSOR = "cursor";

  /** How many entries there are at most, whoever asks. */
  public static final int MOST = 500;

  /** How many there are if it is not said. */
  public static final int USUAL = 100;

  private final String list;
  private final int limit;
  private final Optional<String> after;

  private Paging(String list, int limit, Optional<String> after) {
    this.list = list;
    this.limit = limit;
    this.after = after;
  }

  /** The page that is asked for of a list. */
  static Paging of(String list, Optional<String> limit, Optional<String> cursor) {
    return new Paging(
        list, limit.map(Integer::parseInt).orElse(USUAL), cursor.map(text -> read(list, text)));
  }

  /** How many entries the page has at most. */
  public int limit() {
    return limit;
  }

  /** What {@link #cursor} was given for the last entry of the page before; empty for the first. */
  public Optional<String> after() {
    return after;
  }

  /**
   * What the client sends for the next page.
   *
   * @param key by which the last entry of this page is found again
   */
  public String cursor(String key) {
    byte[] text = key.getBytes(UTF_8);
    byte[] all =
        ByteBuffer.allocate(Integer.BYTES + text.length)
            .putInt(check(list, text))
            .put(text)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * The page of a list that is in memory.
   *
   * @param sorted all of it, by a key that is unique, ascending
   */
  public <T> Slice<T> of(List<T> sorted, java.util.function.Function<T, String> key) {
    int from = 0;
    if (after.isPresent()) {
      while (from < sorted.size() && key.apply(sorted.get(from)).compareTo(after.get()) <= 0) {
        from++;
      }
    }
    int to = Math.min(sorted.size(), from + limit);
    return new Slice<>(
        List.copyOf(sorted.subList(from, to)),
        to < sorted.size() ? cursor(key.apply(sorted.get(to - 1))) : null);
  }

  /**
   * A page.
   *
   * @param nextCursor null on the last one
   */
  public record Slice<T>(List<T> entries, @Nullable String nextCursor) {}

  private static String read(String list, String cursor) {
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (all.remaining() >= Integer.BYTES) {
        int check = all.getInt();
        byte[] text = new byte[all.remaining()];
        all.get(text);
        if (check == check(list, text)) {
          return new String(text, UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      // No base64: told below, as anything else that was made up.
    }
    throw ProblemException.badRequest(
        List.of(
            Fault.ofQuery(
                CURSOR, "expected the cursor of a page of this list but found something else")));
  }

  /** Not to keep anybody out: a cursor of another list is a mistake that should be told. */
  private static int check(String list, byte[] text) {
    CRC32 sum = new CRC32();
    sum.update(list.getBytes(UTF_8));
    sum.update(text);
    return (int) sum.getValue();
  }
}
