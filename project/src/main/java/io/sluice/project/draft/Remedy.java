package io.sluice.project.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connector says of a value, and the statements in it that mend what is missing, so that
 * they can be copied.
 *
 * @param message all that it says
 * @param statements of SQL; empty if there is none in it
 */
public record Remedy(String message, List<String> statements) {
  /** The words by which our connectors begin them. */
  private static final Pattern BEGIN = Pattern.compile("(?:Run|As the owner|or): (?=[A-Z]{3})");

  /** Up to a semicolon that is not in quotes; what follows it in capitals is a further one. */
  private static final Pattern STATEMENT =
      Pattern.compile("\\G\\s*([A-Z]{3,}\\s(?:[^;\"']|\"[^\"]*\"|'[^']*')*(?:;|$))");

  public Remedy {
    statements = List.copyOf(statements);
  }

  /** Of a message. */
  public static Remedy of(String message) {
    List<String> statements = new ArrayList<>();
    Matcher begin = BEGIN.matcher(message);
    Matcher statement = STATEMENT.matcher(message);
    while (begin.find()) {
      statement.region(begin.end(), message.length());
      while (statement.find()) {
        String one = statement.group(1).strip();
        // What is left to be filled in is no statement yet.
        if (!one.contains("...")) {
          statements.add(one.endsWith(";") ? one : one + ";");
        }
      }
    }
    return new Remedy(message, statements);
  }
}
