package io.sluice.server.console.page;

import io.sluice.pipeline.Problem;
import io.sluice.project.draft.Preview;
import io.sluice.project.inspect.Finding;
import io.sluice.server.console.make.Drawing;
import io.sluice.server.console.make.Filled;
import io.sluice.server.console.make.Results;
import io.sluice.server.draft.Described;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form of a new pipeline.
 *
 * @param file where it would be written
 * @param nameErrors what is wrong with its name
 * @param troubles what is wrong and belongs to no field, or is a warning
 * @param tested what was looked at; empty before somebody asked
 * @param good whether nothing stands in the way, of what was looked at
 */
public record NewPage(
    Frame frame,
    Filled filled,
    String file,
    List<String> nameErrors,
    List<SideForm> sides,
    List<Trouble> troubles,
    List<Finding> tested,
    boolean wasTested,
    boolean good,
    int wrong,
    Optional<Preview> preview,
    Optional<String> text,
    Optional<Refused> refused,
    List<Copy> copies) {
  /** Its address. */
  public static final String ADDRESS = "/new";

  public NewPage {
    nameErrors = List.copyOf(nameErrors);
    sides = List.copyOf(sides);
    troubles = List.copyOf(troubles);
    tested = List.copyOf(tested);
    copies = List.copyOf(copies);
  }

  /** How many settings are wrong, as the beginning of a sentence. */
  public String wrongSettings() {
    return wrong == 1 ? "1 setting is" : wrong + " settings are";
  }

  /** Of what is known by now. */
  public static NewPage of(
      Frame frame,
      String file,
      Drawing drawing,
      Described source,
      Described sink,
      Results results,
      Optional<Refused> refused) {
    SideForm.Findings findings = SideForm.Findings.of(results.problems(), results.test());
    List<SideForm> sides =
        List.of(
            SideForm.of("source", "Source", source, drawing.filled(), findings),
            SideForm.of("sink", "Sink", sink, drawing.filled(), findings));
    Set<String> fields =
        sides.stream()
            .flatMap(
                side ->
                    Stream.concat(
                        side.upFront().stream(),
                        side.further().stream().flatMap(group -> group.fields().stream())))
            .map(FormField::name)
            .collect(Collectors.toSet());
    int wrong = (int) results.problems().stream().filter(Problem::isError).count();
    return new NewPage(
        frame,
        drawing.filled(),
        file,
        findings.of("name").stream().map(Problem::message).toList(),
        sides,
        troubles(findings, fields, drawing),
        results.test().map(test -> test.source()).orElse(List.of()),
        results.test().isPresent(),
        results.test().map(test -> test.isGood()).orElse(false),
        wrong,
        results.preview(),
        results.text(),
        refused,
        copies(results, file));
  }

  private static List<Trouble> troubles(
      SideForm.Findings findings, Set<String> fields, Drawing drawing) {
    List<Trouble> troubles = new ArrayList<>();
    drawing
        .lost()
        .forEach(
            name ->
                troubles.add(said(Tone.WARN, name + " was typed too long ago", "Type it again")));
    findings
        .byField()
        .forEach(
            (field, problems) -> {
              for (Problem problem : problems) {
                boolean secret = drawing.secrets().containsKey(field) && !problem.isError();
                boolean beside =
                    problem.isError() && (fields.contains(field) || field.equals("name"));
                if (!secret && !beside) {
                  troubles.add(
                      said(
                          problem.isError() ? Tone.BAD : Tone.WARN,
                          (field.isEmpty() ? "" : field + ": ") + problem.message(),
                          problem.hint()));
                }
              }
            });
    return troubles;
  }

  private static Trouble said(
      Tone tone, String what, @org.jspecify.annotations.Nullable String hint) {
    return new Trouble(
        tone,
        what,
        Optional.ofNullable(hint),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Copy> copies(Results results, String file) {
    return results
        .text()
        .map(
            text ->
                List.of(
                    new Copy("YAML", text),
                    new Copy("Command", HereFile.written(file, text, "sluice validate")),
                    new Copy(
                        "API call",
                        HereFile.sent(
                            "application/yaml",
                            Addresses.query("/api/v1/pipelines", Map.of("file", file)),
                            text))))
        .orElseGet(
            () -> List.of(new Copy("Command", "sluice init --output " + ShellWord.of(file))));
  }
}
