package io.sluice.connector.postgres.value;

import org.jspecify.annotations.Nullable;

/**
 * The values of a column, for one schema of it: structs must carry the very schema of their field.
 *
 * @param binary decodes the server's binary form; null for a type that is only read as text
 * @param text decodes the server's text form
 * @param absent stands in a NOT NULL column for a value that the server did not send (the non-key
 *     columns of a deleted row)
 * @param unavailable stands for a TOASTed value that an update did not touch; null for a type that
 *     has nothing to stand for it
 */
public record Values(
    @Nullable Decoder binary, Decoder text, Object absent, @Nullable Object unavailable) {

  /** For {@code absent}: that nothing was sent is to be seen, whatever default a column has. */
  public static final Object NOT_SENT = new Object();

  /** The same, with something to stand for what an update did not touch. */
  Values unavailable(@Nullable Object placeholder) {
    return new Values(binary, text, absent, placeholder);
  }
}
