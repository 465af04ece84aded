package io.sluice.schema.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is wrong with a text of JSON, in the words of JSON and not of the library that read it. */
public final class JsonFault {
  /** What Jackson adds of itself: {@code (start marker at [...])}, {@code from `...`}. */
  private static final Pattern OF_JACKSON =
      Pattern.compile(" \\((?:start marker|for (?:Object|Array)).*|, from `[^`]*`");

  private JsonFault() {}

  /** In one line, without the place. */
  public static String said(JsonProcessingException e) {
    return OF_JACKSON.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
  }
}
