package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A database that hashes its own rows: how it writes texts of values, hashes of texts, sums of
 * hashes.
 */
public abstract class HashingDialect implements Dialect {

  /** An expression for the value's text in this form; null where the value is null. */
  public abstract String text(Form form, SqlType type, String value);

  /** An expression for the character of that code. */
  public String character(int code) {
    return "chr(" + code + ")";
  }

  /** An expression that joins texts, of which some may be null, so that no two rows meet. */
  public String joined(List<String> texts) {
    return texts.stream()
        .map(text -> "coalesce(" + text + ", " + character(30) + ")")
        .collect(Collectors.joining(" || " + character(31) + " || "));
  }

  /** An expression for the MD5 of a text's UTF-8 bytes, as 32 hexadecimal digits. */
  public String md5(String text) {
    return "md5(" + text + ")";
  }

  /**
   * An aggregate: the sum of the first 64 bits of these hashes, modulo 2^64 or not, as text in
   * decimal digits; null without rows.
   */
  public abstract String sumOf(String md5);

  /**
   * A query whose one answer shows what {@link #quickSumOf} makes of texts: where another database
   * answers the same, both hash alike. Empty where nothing is quicker than MD5.
   */
  public String quickProbe() {
    return "";
  }

  /** A text by which values are told apart in databases of this kind, if it is cheaper. */
  public String quickText(Form form, SqlType type, String value) {
    return text(form, type, value);
  }

  /**
   * An aggregate, as {@link #sumOf}, of a hash that is computed in less time than MD5 and is known
   * to this kind of database only.
   *
   * @param text of the row
   */
  public String quickSumOf(String text) {
    throw new IllegalStateException("there is no quicker hash here");
  }

  /** An expression for the rows' number, as text. */
  public String count() {
    return "cast(count(*) as varchar)";
  }

  /**
   * A text by which a change of a row is seen even if it changes no value, such as the transaction
   * that wrote it; a constant where there is none.
   */
  public String version() {
    return "''";
  }

  /** Digits without zeros at the end of the fraction, from digits. */
  public String trimmed(String digits) {
    return "CASE WHEN strpos("
        + digits
        + ", '.') > 0 THEN rtrim(rtrim("
        + digits
        + ", '0'), '.') ELSE "
        + digits
        + " END";
  }
}
