package io.sluice.server.console.letter;

import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.text.Figures;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Replaying or purging letters: what that means, before it is done.
 *
 * @param which in words
 * @param query which, in the address
 */
public record ActPage(
    Frame frame,
    PipelineHead head,
    LetterJob.Kind kind,
    String which,
    String query,
    String reason,
    Optional<Refused> refused,
    List<Copy> copies) {
  public ActPage {
    copies = List.copyOf(copies);
  }

  /**
   * For a visitor who may do it.
   *
   * @param letters how many are meant
   */
  public static ActPage of(
      Frame frame,
      Reading reading,
      LetterJob.Kind kind,
      LetterChoice choice,
      long letters,
      String reason,
      Optional<Refused> refused) {
    String pipeline = reading.pipeline().name();
    String word = kind.name().toLowerCase(Locale.ROOT);
    String why = kind == LetterJob.Kind.PURGE ? " --reason \"...\"" : "";
    return new ActPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        kind,
        which(choice, letters),
        query(choice),
        reason,
        refused,
        List.of(
            new Copy("Command", "sluice dlq " + word + " " + pipeline + option(choice) + why),
            new Copy(
                "API call",
                Curl.post(
                    "/api/v1"
                        + Addresses.pipeline(pipeline, "dead-letters/" + word)
                        + "?wait=20"
                        + (why.isEmpty() ? "" : "&reason=..."),
                    json(choice)))));
  }

  private static String which(LetterChoice choice, long letters) {
    return choice.ids().size() == 1
        ? "letter " + choice.ids().get(0)
        : Figures.many(letters, "letter")
            + choice.signature().map(one -> " of kind " + one).orElse("");
  }

  private static String query(LetterChoice choice) {
    return choice.signature().isPresent()
        ? Addresses.query("", Map.of("signature", choice.signature().get()))
        : choice.ids().isEmpty()
            ? LetterAddresses.EACH
            : Addresses.query("", Map.of("id", choice.ids().get(0)));
  }

  private static String option(LetterChoice choice) {
    return choice.signature().isPresent()
        ? " --signature " + choice.signature().get()
        : choice.ids().isEmpty() ? " --all" : " --id " + choice.ids().get(0);
  }

  private static String json(LetterChoice choice) {
    return choice.signature().isPresent()
        ? "{\"signature\": \"" + choice.signature().get() + "\"}"
        : choice.ids().isEmpty() ? "{\"all\": true}" : "{\"ids\": [" + id(choice) + "]}";
  }

  private static String id(LetterChoice choice) {
    String id = choice.ids().get(0);
    return id.matches("[0-9]+") ? id : "\"" + id + "\"";
  }

  /** Whether what is done cannot be taken back. */
  public boolean purges() {
    return kind == LetterJob.Kind.PURGE;
  }

  /** Whether the letters lie in topics. */
  public boolean onKafka() {
    return head.pipeline().onKafka();
  }

  /** What its button says. */
  public String label() {
    return purges() ? "Purge" : "Replay";
  }

  /** Where the form is sent to. */
  public String address() {
    return LetterAddresses.act(head.pipeline().name(), kind, query);
  }

  /** Where one goes back to. */
  public String back() {
    return LetterAddresses.of(head.pipeline().name());
  }
}
