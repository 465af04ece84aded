package io.sluice.pipeline.yaml;

import io.sluice.pipeline.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** From bytes to text: pipeline files are UTF-8 and small. */
public final class YamlText {
  /** More than a thousand times what a long pipeline file needs. */
  public static final int MAX_BYTES = 1 << 20;

  private YamlText() {}

  /** The text, or nothing and a problem that names the line of the first byte that is no text. */
  public static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.error(
          new Place(file, 1, 1, ""),
          "expected a pipeline file of at most " + MAX_BYTES + " bytes, found more",
          "Is this a pipeline file?");
      return Optional.empty();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      problems.error(
          placeOf(file, text, text.length()),
          "expected text in UTF-8, found a byte that is none",
          "Save the file as UTF-8");
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** The place after {@code chars} characters of {@code text}. */
  static Place placeOf(Path file, String text, int chars) {
    String before = text.substring(0, Math.min(chars, text.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String lineText = before.substring(before.lastIndexOf('\n') + 1);
    return new Place(file, line, 1 + lineText.codePointCount(0, lineText.length()), "");
  }
}
