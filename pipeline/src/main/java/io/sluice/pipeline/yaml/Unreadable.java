package io.sluice.pipeline.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Why a text is no YAML, in words of our own: the parser's quote the text, and what it stumbles
 * over is often a password without quotes (invariant 9).
 *
 * @param message what was found, and what was expected where that helps; never the text itself
 * @param hint what to do about it
 */
record Unreadable(String message, @Nullable String hint) {
  private static final String QUOTES = "A value that begins with %s needs quotes";
  private static final String NOTHING_ELSE = "found what YAML does not allow here";

  /**
   * What the parser may say, by how that begins.
   *
   * @param context of its sentence, by a part; empty if any
   */
  private record Case(String context, String problem, String message, @Nullable String hint) {
    boolean fits(String saidContext, String saidProblem) {
      return saidContext.contains(context) && saidProblem.startsWith(problem);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "",
              "found undefined alias",
              "expected a value, found an alias of something that has no anchor",
              QUOTES.formatted("*")),
          new Case(
              "an alias",
              "",
              "expected a value, found * without the name of an anchor",
              QUOTES.formatted("*")),
          new Case(
              "an anchor",
              "",
              "expected a value, found & without the name of an anchor",
              QUOTES.formatted("&")),
          new Case(
              "", "found undefined tag handle", "found a tag of no known kind", tagNeedsQuotes()),
          new Case("a tag", "", "found a tag that is not readable", tagNeedsQuotes()),
          new Case(
              "block scalar",
              "expected",
              "expected the end of the line behind | or >, found more",
              QUOTES.formatted("| or >")),
          new Case(
              "block scalar",
              "",
              "found a block text (| or >) that is not readable",
              QUOTES.formatted("| or >")),
          new Case(
              "a directive",
              "",
              "found a directive (%) that is not readable",
              QUOTES.formatted("%")),
          new Case(
              "YAML directive",
              "",
              "found a directive (%) that is not readable",
              QUOTES.formatted("%")),
          new Case(
              "",
              "found character",
              "found a character that no value can begin with: @, ` or %, or a tab",
              "A value that begins with one needs quotes; lines begin with spaces, not with tabs"),
          new Case(
              "",
              "found a key after",
              "found a tab before a key",
              "Lines begin with spaces, not with tabs"),
          new Case(
              "",
              "found a ",
              "found a tab where a line begins",
              "Lines begin with spaces, not with tabs"),
          new Case(
              "",
              "found unknown escape",
              "found a backslash with what is no escape behind it",
              "In single quotes a backslash is nothing but itself"),
          new Case(
              "",
              "expected escape sequence",
              "found a backslash with what is no escape behind it",
              "In single quotes a backslash is nothing but itself"),
          new Case(
              "quoted scalar",
              "found unexpected end of stream",
              "found the end of the file within quotes",
              "Close the quotes"),
          new Case(
              "quoted scalar",
              "found unexpected document separator",
              "found the end of a document within quotes",
              "Close the quotes"),
          new Case(
              "",
              "could not find expected ':'",
              "could not find expected ':' behind a key",
              "Between a key and its value stand a colon and a space"),
          new Case(
              "",
              "mapping values are not allowed here",
              "mapping values are not allowed here",
              "A value with ': ' in it needs quotes; keys of one level begin in one column"),
          new Case(
              "",
              "mapping keys are not allowed here",
              "mapping keys are not allowed here",
              QUOTES.formatted("?")),
          new Case(
              "",
              "sequence entries are not allowed here",
              "sequence entries are not allowed here",
              QUOTES.formatted("'- '")),
          new Case(
              "", "expected ',' or '}'", "expected ',' or '}'", "Close the braces; " + inBraces()),
          new Case(
              "",
              "expected ',' or ']'",
              "expected ',' or ']'",
              "Close the brackets; " + inBraces()),
          new Case(
              "",
              "expected <block end>",
              "expected the next key or the next item of this level, found something else",
              "Keys of one level begin in one column; a value with quotes in it needs others around"
                  + " it"),
          new Case("", "expected the node content", "expected a value, found none", null),
          new Case(
              "",
              "expected '<document start>'",
              "expected the end of the file, found more",
              "Keys of one level begin in one column"),
          new Case("", "Number of aliases", "aliases repeat too much", "Write the values out"));

  private static String tagNeedsQuotes() {
    return QUOTES.formatted("!");
  }

  private static String inBraces() {
    return "a value with one of ,[]{} in it needs quotes";
  }

  /** What a parser's complaint comes to. */
  static Unreadable of(MarkedYamlEngineException complaint) {
    String context = String.valueOf(complaint.getContext());
    String problem = String.valueOf(complaint.getProblem());
    return CASES.stream()
        .filter(one -> one.fits(context, problem))
        .findFirst()
        .map(one -> new Unreadable(one.message(), one.hint()))
        .orElseGet(
            () ->
                new Unreadable(
                    NOTHING_ELSE, "A value that begins with a sign of YAML's needs quotes"));
  }

  /** Of a value with a tag of its own; the tag may be the value. */
  static Unreadable tagged() {
    return new Unreadable(
        "expected a value without a tag, found one with a tag (!)",
        "Leave it out; a value that begins with ! needs quotes");
  }
}
