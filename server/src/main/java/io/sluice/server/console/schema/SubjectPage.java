package io.sluice.server.console.schema;

import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.ShellWord;
import io.sluice.server.console.text.Times;
import io.sluice.server.schema.Difference;
import io.sluice.server.schema.SubjectDetail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One subject at one of its versions.
 *
 * @param registered when and by whom; empty where the registry does not tell
 * @param difference from the version that was asked for, or the one before; empty if there is none
 * @param incomparable why there is no difference although one was asked for
 * @param verdict on the draft
 */
public record SubjectPage(
    Frame frame,
    SubjectDetail detail,
    Optional<String> registered,
    List<String> lines,
    List<Reference> references,
    List<Use> users,
    List<Decision> decisions,
    Optional<DifferenceView> difference,
    Optional<Refused> incomparable,
    Draft draft,
    Optional<DraftView> verdict,
    List<Copy> copies) {
  public SubjectPage {
    lines = List.copyOf(lines);
    references = List.copyOf(references);
    users = List.copyOf(users);
    decisions = List.copyOf(decisions);
    copies = List.copyOf(copies);
  }

  /** What a version needs. */
  public record Reference(String name, String subject, int version, String address) {
    static Reference of(SchemaReference reference) {
      return new Reference(
          reference.name(),
          reference.subject(),
          reference.version(),
          SchemaAddresses.subject(reference.subject(), reference.version()));
    }
  }

  /** What was filled in to be judged. */
  public record Draft(String type, String text) {}

  /** What is held against the version that is shown. */
  public record Compared(Optional<Difference> difference, Optional<Refused> refused) {
    /** Nothing. */
    public static final Compared NONE = new Compared(Optional.empty(), Optional.empty());
  }

  /** Of what was told. */
  public static SubjectPage of(
      Frame frame,
      SubjectDetail detail,
      Compared compared,
      Optional<Draft> draft,
      Optional<DraftVerdict> verdict) {
    Entry shown = detail.shown();
    return new SubjectPage(
        frame,
        detail,
        detail
            .origin()
            .map(
                origin ->
                    "registered "
                        + Times.ago(origin.at(), frame.now())
                        + " by "
                        + origin.actor()
                        + origin.reason().map(why -> ": " + why).orElse("")),
        shown.readable().lines().toList(),
        shown.references().stream().map(Reference::of).toList(),
        detail.users().stream().map(user -> Use.of(user, frame.now())).toList(),
        detail.decisions().stream().map(event -> Decision.of(event, frame)).toList(),
        compared.difference().map(DifferenceView::of),
        compared.refused(),
        draft.orElseGet(() -> new Draft(shown.type().name(), "")),
        verdict.map(DraftView::of),
        copies(detail, compared));
  }

  /** Languages of schemas. */
  public List<String> types() {
    return List.of(SchemaType.values()).stream().map(SchemaType::name).toList();
  }

  /** What the level asks of the next version, in a sentence. */
  public String promise() {
    String who =
        switch (detail.level()) {
          case "BACKWARD" -> "who has it can read data of the version before";
          case "BACKWARD_TRANSITIVE" -> "who has it can read data of all versions before";
          case "FORWARD" -> "who has the version before can read its data";
          case "FORWARD_TRANSITIVE" -> "who has any version before can read its data";
          case "FULL" -> "it and the version before can read each other's data";
          case "FULL_TRANSITIVE" -> "it and all versions before can read each other's data";
          default -> "nothing";
        };
    return "The next version owes those before: " + who + ".";
  }

  private static List<Copy> copies(SubjectDetail detail, Compared compared) {
    Entry shown = detail.shown();
    List<Copy> copies = new ArrayList<>();
    copies.add(new Copy("Command", "sluice schema show " + ShellWord.of(shown.name())));
    compared
        .difference()
        .ifPresent(
            one ->
                copies.add(
                    new Copy(
                        "Difference",
                        "sluice schema diff "
                            + ShellWord.of(one.first().name())
                            + " "
                            + ShellWord.of(one.second().name()))));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("subject", shown.subject());
    query.put("version", "" + shown.version());
    copies.add(new Copy("API call", Curl.get(Addresses.query("/api/v1/schemas/subject", query))));
    copies.add(
        new Copy(
            "YAML",
            "schema: {format: "
                + shown.type().name().toLowerCase(Locale.ROOT)
                + ", compatibility: "
                + detail.level()
                + "}"));
    return copies;
  }
}
