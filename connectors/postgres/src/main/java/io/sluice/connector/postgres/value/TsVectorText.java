package io.sluice.connector.postgres.value;

import org.apache.kafka.connect.errors.DataException;

/** Search vectors as the server prints them, out of their binary form. */
final class TsVectorText {

  private static final String WEIGHTS = "DCBA";

  private TsVectorText() {}

  /**
   * A search vector: a count, then of each lexeme its text up to a zero byte, how many positions,
   * and the positions with the weight in the two highest bits.
   */
  static Object of(byte[] bytes, int offset, int length) {
    int end = offset + length;
    Binary.require(length, 4);
    int lexemes = Binary.int32(bytes, offset);
    int at = offset + 4;
    if (lexemes < 0) {
      throw new DataException("a tsvector has not " + lexemes + " lexemes");
    }
    StringBuilder text = new StringBuilder(length + 16);
    for (int i = 0; i < lexemes; i++) {
      int start = at;
      while (at < end && bytes[at] != 0) {
        at++;
      }
      Binary.require(end - at, 3);
      text.append(i == 0 ? "'" : " '");
      text.append(Binary.text(bytes, start, at - start).replace("\\", "\\\\").replace("'", "''"));
      text.append('\'');
      int positions = Binary.int16(bytes, at + 1) & 0xFFFF;
      at += 3;
      Binary.require(end - at, 2 * positions);
      for (int j = 0; j < positions; j++, at += 2) {
        int position = Binary.int16(bytes, at) & 0xFFFF;
        text.append(j == 0 ? ':' : ',').append(position & 0x3FFF);
        if (position >> 14 != 0) {
          text.append(WEIGHTS.charAt(position >> 14));
        }
      }
    }
    Binary.expect(at - offset, length);
    return text.toString();
  }
}
