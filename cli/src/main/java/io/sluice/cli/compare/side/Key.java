package io.sluice.cli.compare.side;

import java.util.List;

/**
 * The key of a row.
 *
 * @param hash 16 hexadecimal digits of the MD5 of its texts, by which rows are put into buckets
 * @param texts the texts of its columns, in the form that both sides have; values of a row
 */
public record Key(String hash, List<String> texts) {

  /** Takes a copy. */
  public Key {
    texts = List.copyOf(texts);
  }

  /** Nothing of it: keys are values of rows, and a few are found by trying out their hash. */
  @Override
  public String toString() {
    return "a key of " + texts.size() + " columns";
  }
}
