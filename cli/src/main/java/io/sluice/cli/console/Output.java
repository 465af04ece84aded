package io.sluice.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/**
 * Where a command's result goes. Text methods are silent in JSON and the other way round, so that a
 * command says both and the user chooses. Not for several threads.
 */
public final class Output {
  private final Surroundings around;
  private final OutputFormat format;

  public Output(Surroundings around, OutputFormat format) {
    this.around = around;
    this.format = format;
  }

  /** Whether the user asked for JSON. */
  public boolean json() {
    return format == OutputFormat.json;
  }

  /** A line for people, of which nothing commands their terminal. */
  public void line(String text) {
    if (!json()) {
      stream().println(Visible.of(text));
    }
  }

  /** A line of a text that programs may read as well: as it is. */
  public void exact(String text) {
    if (!json()) {
      stream().println(text);
    }
  }

  /** A line for people, in a style. */
  public void line(Style style, String text) {
    line(styled(style, text));
  }

  /** The text in the style, if this output shows styles. */
  public String styled(Style style, String text) {
    return style.of(text, around.colours() && !json());
  }

  /** The result for programs: one document a command. */
  public void document(Object value) {
    if (json()) {
      stream().println(asJson(value));
    }
  }

  /** As indented JSON; maps keep their order, absent values should be left out by the caller. */
  public static String asJson(Object value) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that is not JSON: " + value.getClass(), e);
    }
  }

  /** A remark beside the result, on standard error in both formats. */
  public void note(String text) {
    around.err().println(Visible.of(around.redaction().apply(text)));
    around.err().flush();
  }

  private PrintStream stream() {
    return around.out();
  }
}
