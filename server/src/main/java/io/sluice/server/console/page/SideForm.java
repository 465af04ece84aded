package io.sluice.server.console.page;

import io.sluice.pipeline.Problem;
import io.sluice.plugin.PluginDescription;
import io.sluice.project.draft.PickTable;
import io.sluice.project.draft.Remedy;
import io.sluice.project.draft.TestOutcome;
import io.sluice.server.console.make.Filled;
import io.sluice.server.console.text.Figures;
import io.sluice.server.draft.Described;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a source or a sink.
 *
 * @param side {@code source} or {@code sink}
 * @param upFront what matters most, is filled in or is wrong
 * @param further all else, by group
 */
public record SideForm(
    String side,
    String title,
    String plugin,
    String address,
    List<FormField> upFront,
    List<Group> further) {
  /** Where the list of tables is that is chosen from. */
  private static final Set<String> TABLES = Set.of("table.include.list", "table.whitelist");

  public SideForm {
    upFront = List.copyOf(upFront);
    further = List.copyOf(further);
  }

  /** Fields that belong together. */
  public record Group(String title, List<FormField> fields) {
    public Group {
      fields = List.copyOf(fields);
    }
  }

  /** Of what is known by now. */
  static SideForm of(
      String side, String title, Described plugin, Filled filled, Findings findings) {
    List<FormField> upFront = new ArrayList<>();
    Map<String, List<FormField>> further = new LinkedHashMap<>();
    for (PluginDescription.Option option : plugin.description().options()) {
      FormField field = field(side + "." + option.name(), option, filled, findings);
      if (field.isUpFront()) {
        upFront.add(field);
      } else {
        further
            .computeIfAbsent(option.group().orElse("Further settings"), group -> new ArrayList<>())
            .add(field);
      }
    }
    if (plugin.description().options().stream().allMatch(option -> option.group().isEmpty())) {
      // Nobody has put them into an order.
      upFront.sort(Comparator.comparing(field -> !field.option().required()));
    }
    return new SideForm(
        side,
        title,
        plugin.plugin().name(),
        ConnectorsPage.address(plugin.plugin()),
        upFront,
        further.entrySet().stream()
            .map(group -> new Group(group.getKey(), group.getValue()))
            .toList());
  }

  private static FormField field(
      String name, PluginDescription.Option option, Filled filled, Findings findings) {
    String value = filled.values().getOrDefault(name, "");
    List<String> offered = findings.recommended(name);
    List<FormField.Pick> picks = picks(name, option, value, offered, findings.tables());
    return new FormField(
        name,
        option,
        value,
        filled.kept().getOrDefault(name, ""),
        findings.of(name).stream().map(SideForm::remedy).toList(),
        picks.isEmpty() && option.choices().isEmpty() && !option.type().equals("boolean")
            ? offered
            : List.of(),
        picks);
  }

  private static Remedy remedy(Problem problem) {
    String hint = problem.hint();
    return Remedy.of(problem.message() + (hint == null ? "" : ". " + hint));
  }

  private static List<FormField.Pick> picks(
      String name,
      PluginDescription.Option option,
      String value,
      List<String> offered,
      List<PickTable> tables) {
    // As lists of expressions are split: a comma within one has a backslash before it.
    List<String> chosen = List.of(value.split("\\s*(?<!\\\\),\\s*"));
    if (name.startsWith("source.") && TABLES.contains(option.name()) && !tables.isEmpty()) {
      return tables.stream()
          .map(
              one ->
                  new FormField.Pick(
                      one.expression(),
                      one.table().qualified(),
                      notes(one),
                      chosen.contains(one.expression())))
          .toList();
    }
    if (offered.isEmpty()
        || !(option.type().equals("list") || option.name().endsWith(".include.list"))) {
      return List.of();
    }
    return offered.stream()
        .map(one -> new FormField.Pick(one, one, List.of(), chosen.contains(one)))
        .toList();
  }

  private static List<String> notes(PickTable one) {
    List<String> notes = new ArrayList<>();
    if (one.table().estimatedRows() >= 0) {
      notes.add("about " + Figures.many(one.table().estimatedRows(), "row"));
    }
    notes.add(one.table().hasPrimaryKey() ? "primary key" : "no primary key");
    if (one.published()) {
      notes.add("published");
    }
    if (!one.table().readable()) {
      notes.add("not readable for this user");
    }
    return notes;
  }

  /**
   * What was found out, by field.
   *
   * @param byField problems by {@code source.KEY}, {@code sink.KEY} or the name of another field
   */
  record Findings(
      Map<String, List<Problem>> byField,
      Map<String, List<String>> recommendations,
      List<PickTable> tables) {
    static Findings of(List<Problem> problems, java.util.Optional<TestOutcome> test) {
      Map<String, List<Problem>> byField = new LinkedHashMap<>();
      problems.forEach(
          problem ->
              byField
                  .computeIfAbsent(field(problem.place().path()), name -> new ArrayList<>())
                  .add(problem));
      return new Findings(
          byField,
          test.map(TestOutcome::recommended).orElse(Map.of()),
          test.map(TestOutcome::tables).orElse(List.of()));
    }

    /** {@code sinks[0].config.url} is the field {@code sink.url}. */
    private static String field(String path) {
      return path.replaceFirst("^sinks\\[0](\\.|$)", "sink$1")
          .replaceFirst("^(source|sink)\\.config\\.", "$1.");
    }

    List<Problem> of(String field) {
      return byField.getOrDefault(field, List.of()).stream().filter(Problem::isError).toList();
    }

    List<String> recommended(String field) {
      return recommendations.getOrDefault(field, List.of());
    }
  }
}
