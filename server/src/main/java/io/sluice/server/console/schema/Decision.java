package io.sluice.server.console.schema;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Docs;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.ShellWord;
import io.sluice.server.console.page.Tone;
import io.sluice.server.console.page.Trouble;
import io.sluice.server.console.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a contract decided about a schema, in words.
 *
 * @param trouble what it is, as trouble is shown; also of what is none
 * @param details conflicts or fields, each with its path
 * @param pipeline whose contract it is
 * @param command by which all of it is seen
 */
public record Decision(
    long id, Trouble trouble, List<String> details, String pipeline, String command) {
  private static final String PAGE = "docs/how-to/schema-contracts.md";

  public Decision {
    details = List.copyOf(details);
  }

  /**
   * For a visitor.
   *
   * @param frame who it is: positions may be keys of rows, which not everybody may look at
   */
  static Decision of(SchemaEvent event, Frame frame) {
    SchemaEvent.Ruling ruling = event.ruling();
    return new Decision(
        event.id(),
        new Trouble(
            tone(ruling.kind()),
            ruling.pipeline() + " " + what(event),
            Optional.of(where(event, frame.may(Permission.LOOK_AT_RECORDS, Identity.EVERYWHERE))),
            remedy(ruling.kind()),
            Optional.of(Docs.link(PAGE)),
            Optional.of(event.lastAt())),
        ruling.details(),
        ruling.pipeline(),
        "sluice schema events " + ShellWord.of(ruling.pipeline()) + " --event " + event.id());
  }

  private static Tone tone(SchemaEvent.Kind kind) {
    return switch (kind) {
      case ACCEPTED, REGISTERED -> Tone.GOOD;
      case FROZEN, DEAD_LETTER, PASSED -> Tone.WARN;
      case STOPPED -> Tone.BAD;
    };
  }

  private static String what(SchemaEvent event) {
    SchemaEvent.Ruling ruling = event.ruling();
    String version =
        ruling.toVersion().isPresent() ? "version " + ruling.toVersion().getAsInt() : "a version";
    String records = event.records() == 0 ? "records" : Figures.many(event.records(), "record");
    return switch (ruling.kind()) {
      case ACCEPTED -> "brought a schema that is " + version + " of " + ruling.subject();
      case REGISTERED -> "registered " + version + " of " + ruling.subject();
      case FROZEN -> "keeps " + records + " of " + ruling.subject() + " in " + version;
      case DEAD_LETTER -> "set " + records + " of " + ruling.subject() + " aside as dead letters";
      case STOPPED -> "stopped before a record of " + ruling.subject() + " that does not fit";
      case PASSED -> "let " + records + " of " + ruling.subject() + " pass that nobody judged";
    };
  }

  private static String where(SchemaEvent event, boolean look) {
    SchemaEvent.Ruling ruling = event.ruling();
    List<String> parts = new ArrayList<>();
    if (!ruling.because().isEmpty()) {
      parts.add("by " + ruling.because());
    }
    parts.add("topic " + ruling.topic());
    ruling
        .position()
        .offset()
        .filter(offset -> look)
        .ifPresent(offset -> parts.add("first at " + offset));
    return String.join(" · ", parts);
  }

  private static Optional<String> remedy(SchemaEvent.Kind kind) {
    return switch (kind) {
      case ACCEPTED, REGISTERED -> Optional.empty();
      case FROZEN ->
          Optional.of(
              "Fields that the version does not know are left out. Register the schema, or say"
                  + " on_change: evolve, to have them");
      case DEAD_LETTER ->
          Optional.of("Register the schema, or mend the source; then replay the dead letters");
      case STOPPED ->
          Optional.of(
              "Register the schema, change the contract's policy or the source, then start the"
                  + " pipeline: the record waits");
      case PASSED -> Optional.of("Have the source send schemas, or say on_schemaless: refuse");
    };
  }
}
