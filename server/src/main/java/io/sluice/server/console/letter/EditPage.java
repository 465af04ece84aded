package io.sluice.server.console.letter;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Tab;
import io.sluice.state.deadletter.DeadLetters.Stored;
import java.util.List;
import java.util.Optional;

/**
 * Editing a copy of a letter, and trying it out.
 *
 * @param isCopy whether it is a copy already: saving changes it, where it makes one otherwise
 * @param version of the letter that was shown
 * @param text what stands in the form; empty if the record is too large for one, or cannot be read
 * @param tried what became of it when it was tried; empty if it was not
 */
public record EditPage(
    Frame frame,
    PipelineHead head,
    long id,
    boolean isCopy,
    String version,
    Optional<RecordText> text,
    Optional<Refused> refused,
    Optional<Tried> tried,
    List<Copy> copies) {
  /** A form with more of it would be a page that no browser likes. */
  private static final int LONGEST = 150_000;

  public EditPage {
    copies = List.copyOf(copies);
  }

  /** What was done with the form so far. */
  public record Shown(
      Optional<RecordText> text, Optional<Refused> refused, Optional<Tried> tried) {}

  /** For a visitor who may do it. */
  public static EditPage of(
      Frame frame, Reading reading, Stored stored, String version, Shown shown) {
    String pipeline = stored.letter().pipeline();
    return new EditPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        stored.id(),
        stored.copyOf() != null,
        version,
        shown.text().filter(EditPage::fits).map(EditPage::visible),
        shown.refused(),
        shown.tried(),
        List.of(
            new Copy(
                "API call",
                Curl.post(
                    "/api/v1"
                        + Addresses.pipeline(pipeline, "dead-letters/" + stored.id() + "/copies"),
                    "{\"value\": {}}"))));
  }

  private static boolean fits(RecordText text) {
    return text.key().length() + text.value().length() + text.headers().length() <= LONGEST;
  }

  private static RecordText visible(RecordText text) {
    return new RecordText(
        ShownText.visible(text.key()),
        ShownText.visible(text.value()),
        ShownText.visible(text.headers()));
  }

  /** Where the form is sent to. */
  public String address() {
    return LetterAddresses.edit(head.pipeline().name(), id);
  }

  /** The letter itself. */
  public String letter() {
    return LetterAddresses.letter(head.pipeline().name(), id);
  }

  /** All of its record. */
  public String download() {
    return LetterAddresses.download(head.pipeline().name(), "" + id);
  }
}
