package io.sluice.server.console.schema;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.project.schema.catalog.Origin;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.schema.SubjectFacts;
import io.sluice.server.schema.Subjects;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subjects of the registry.
 *
 * @param text what is looked for
 * @param registry which it is; empty where it could not be asked
 * @param all how many subjects it has
 * @param next the address of the next ones; empty at the end
 * @param refused why the registry could not be asked
 * @param decisions what contracts refused of late
 */
public record SchemasPage(
    Frame frame,
    String text,
    String registry,
    String count,
    int all,
    List<Row> rows,
    Optional<String> next,
    Optional<Refused> refused,
    List<Decision> decisions,
    List<Copy> copies) {
  public SchemasPage {
    rows = List.copyOf(rows);
    decisions = List.copyOf(decisions);
    copies = List.copyOf(copies);
  }

  /**
   * One subject.
   *
   * @param told whether the registry told more of it than its name
   */
  public record Row(
      String subject,
      String address,
      boolean told,
      String version,
      String type,
      String level,
      String mode,
      String changed,
      List<Use> users) {
    public Row {
      users = List.copyOf(users);
    }

    /** Whether it can be written as usual, which need not be said. */
    public boolean isPlain() {
      return mode.equals("READWRITE") || mode.isEmpty();
    }
  }

  /** Of what was told. */
  public static SchemasPage of(
      Frame frame, String text, Subjects subjects, List<SchemaEvent> troubles) {
    return new SchemasPage(
        frame,
        text,
        subjects.registry(),
        Figures.many(subjects.total(), "subject"),
        subjects.all(),
        subjects.lines().stream().map(line -> row(line, frame.now())).toList(),
        subjects.next().map(after -> address(text, after)),
        Optional.empty(),
        troubles.stream().map(event -> Decision.of(event, frame)).toList(),
        copies(text));
  }

  /** Where the registry could not be asked. */
  public static SchemasPage away(
      Frame frame, String text, Refused refused, List<SchemaEvent> troubles) {
    return new SchemasPage(
        frame,
        text,
        "",
        "",
        0,
        List.of(),
        Optional.empty(),
        Optional.of(refused),
        troubles.stream().map(event -> Decision.of(event, frame)).toList(),
        copies(text));
  }

  private static String address(String text, String after) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("q", text);
    query.put("after", after);
    return Addresses.query(SchemaAddresses.LIST, query);
  }

  private static List<Copy> copies(String text) {
    return List.of(
        new Copy("Command", "sluice schema ls"),
        new Copy("API call", Curl.get(Addresses.query("/api/v1/schemas", Map.of("q", text)))));
  }

  private static Row row(Subjects.Line line, Instant now) {
    Optional<SubjectFacts> facts = line.facts();
    return new Row(
        line.subject(),
        SchemaAddresses.subject(line.subject()),
        facts.isPresent(),
        facts.map(told -> "" + told.newest().version()).orElse(""),
        facts.map(told -> told.newest().type().name()).orElse(""),
        facts.map(SubjectFacts::level).orElse(""),
        facts.map(SubjectFacts::mode).orElse(""),
        facts
            .flatMap(SubjectFacts::origin)
            .map(Origin::at)
            .map(at -> Times.ago(at, now))
            .orElse(Figures.NONE),
        line.users().stream().map(user -> Use.of(user, now)).toList());
  }
}
