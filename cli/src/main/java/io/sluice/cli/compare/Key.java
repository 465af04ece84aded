package io.sluice.cli.compare;

import java.util.List;

/**
 * The key of a row.
 *
 * @param hash 16 hexadecimal digits of the MD5 of its texts: what may be shown
 * @param texts the texts of its columns, in the form that both sides have; values of a row
 */
public record Key(String hash, List<String> texts) {

  /** Takes a copy. */
  public Key {
    texts = List.copyOf(texts);
  }

  /** The hash only: values of rows appear in no message. */
  @Override
  public String toString() {
    return hash;
  }
}
