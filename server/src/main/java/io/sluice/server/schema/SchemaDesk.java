package io.sluice.server.schema;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvents;
import io.sluice.http.limit.BusyException;
import io.sluice.http.limit.OverdueException;
import io.sluice.http.limit.Workers;
import io.sluice.project.Project;
import io.sluice.project.RegistryAddress;
import io.sluice.project.folder.FolderReader;
import io.sluice.project.folder.PipelineFile;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.OwnCatalog;
import io.sluice.project.schema.catalog.SchemaSources;
import io.sluice.project.schema.diff.SchemaDiff;
import io.sluice.project.schema.judge.DraftCheck;
import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.registry.Registry;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.server.operate.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers what people ask about schemas. Where the registry cannot be asked, or has not what is
 * asked for, a {@link Refusal} says so. Changes nothing. Thread-safe.
 */
public final class SchemaDesk implements AutoCloseable {
  /** Decisions beside a subject: what is older is asked for by itself. */
  private static final int DECISIONS = 20;

  /** Characters of a schema that is judged beside pipelines which run. */
  static final int LONGEST = 1_000_000;

  /** Few, since each may take a processor and much memory, and all hold places of requests. */
  private static final int JUDGES = 2;

  private static final int WAITING = 4;
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final Workers judges =
      new Workers(
          "sluice-schema-check",
          JUDGES,
          WAITING,
          WITHIN,
          new Workers.Words(
              "Too many schemas wait to be judged",
              "The schema took longer than "
                  + WITHIN.toSeconds()
                  + " s to be read and compared, and was given up on"));
  private final ProjectRegistry registry;
  private final SchemaUsers users;
  private final SchemaEvents events;
  private final SchemaFormats formats;

  /** Of one project. */
  public SchemaDesk(
      ProjectRegistry registry, SchemaUsers users, SchemaEvents events, SchemaFormats formats) {
    this.registry = registry;
    this.users = users;
    this.events = events;
    this.formats = formats;
  }

  /** Of a project, by what its files say at the moment of a question. */
  public static SchemaDesk of(Project project, Clock clock) {
    SchemaFormats formats = SchemaFormats.standard();
    FolderReader folder = new FolderReader(project, clock);
    SchemaEvents events = project.schemaEvents();
    return new SchemaDesk(
        new ProjectRegistry(
            () -> RegistryAddress.ofProject(project.folder(), project.secrets()),
            () ->
                OwnCatalog.over(
                    Registry.open(project.state(), formats, clock),
                    "the project's state",
                    "server"),
            System::nanoTime,
            ProjectRegistry.USUAL_WAIT),
        new SchemaUsers(
            () -> folder.read().pipelines().stream().map(PipelineFile::read).toList(), events),
        events,
        formats);
  }

  /**
   * Subjects, by name.
   *
   * @param text that the name has, or that of a pipeline which uses it; empty for all
   * @param after the subject behind which they begin; empty for the first ones
   * @param most how many
   */
  public Subjects subjects(String text, Optional<String> after, int most) {
    List<String> all = registry.ask(catalog -> catalog.subjects(false));
    Map<String, List<SubjectUser>> byUse = users.bySubject();
    List<String> fitting =
        all.stream().filter(one -> fits(text, one, byUse.getOrDefault(one, List.of()))).toList();
    List<String> rest =
        fitting.stream()
            .filter(one -> after.isEmpty() || one.compareTo(after.get()) > 0)
            .sorted()
            .toList();
    List<String> shown = rest.subList(0, Math.min(most, rest.size()));
    List<Optional<Optional<SubjectFacts>>> facts =
        registry.askEach(shown, subject -> catalog -> facts(catalog, subject));
    List<Subjects.Line> lines =
        IntStream.range(0, shown.size())
            .mapToObj(
                at ->
                    new Subjects.Line(
                        shown.get(at),
                        facts.get(at).flatMap(told -> told),
                        byUse.getOrDefault(shown.get(at), List.of())))
            .toList();
    return new Subjects(
        registry.name(),
        fitting.size(),
        all.size(),
        lines,
        rest.size() > shown.size() ? Optional.of(shown.get(shown.size() - 1)) : Optional.empty());
  }

  private static boolean fits(String text, String subject, List<SubjectUser> users) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return subject.toLowerCase(Locale.ROOT).contains(wanted)
        || users.stream().anyMatch(one -> one.pipeline().toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** Empty for what was deleted since the subjects were listed. */
  private static Optional<SubjectFacts> facts(Catalog catalog, String subject) {
    return catalog
        .latest(subject)
        .map(
            newest ->
                new SubjectFacts(
                    newest,
                    catalog.level(subject),
                    catalog.heldMode(subject),
                    catalog.origin(subject, newest.version())));
  }

  /**
   * A subject at one of its versions.
   *
   * @param version empty for the newest
   */
  public SubjectDetail subject(String subject, Optional<Integer> version) {
    List<SubjectUser> used = users.bySubject().getOrDefault(subject, List.of());
    List<SchemaEvent> decisions = events.ofSubject(subject, DECISIONS);
    return registry.ask(
        catalog -> {
          List<Integer> versions = catalog.versions(subject, false);
          if (versions.isEmpty()) {
            throw missing(catalog, subject);
          }
          Entry shown =
              entry(catalog, subject, version.orElseGet(() -> versions.get(versions.size() - 1)));
          return new SubjectDetail(
              catalog.name(),
              catalog.level(subject),
              catalog.heldMode(subject),
              versions,
              shown,
              catalog.origin(subject, shown.version()),
              used,
              decisions);
        });
  }

  /** What the second version of a subject says otherwise than the first. */
  public Difference difference(String subject, int first, int second) {
    return registry.ask(
        catalog -> {
          Entry before = entry(catalog, subject, first);
          Entry after = entry(catalog, subject, second);
          SchemaSources sources = SchemaSources.of(catalog, formats);
          try {
            return new Difference(
                before,
                after,
                SchemaDiff.of(formats, sources.parsed(before), sources.parsed(after)));
          } catch (InvalidSchemaException unreadable) {
            throw new Refusal(
                Refusal.Kind.INVALID,
                "The versions cannot be compared: " + unreadable.getMessage(),
                null,
                unreadable);
          }
        });
  }

  /**
   * What a schema would be to a subject, which need not be there.
   *
   * @param text of {@value #LONGEST} characters at most
   * @param references what it needs, each of which the registry has
   */
  public DraftVerdict check(
      String subject, SchemaType type, String text, List<SchemaReference> references) {
    if (text.length() > LONGEST) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "expected a schema of at most " + LONGEST + " characters, found " + text.length(),
          "sluice schema check judges it in a process of its own");
    }
    try {
      return judges.call(() -> judged(subject, type, text, references));
    } catch (BusyException busy) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, String.valueOf(busy.getMessage()), "Try again later", busy);
    } catch (OverdueException late) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          String.valueOf(late.getMessage()),
          "sluice schema check judges it in a process of its own",
          late);
    }
  }

  private DraftVerdict judged(
      String subject, SchemaType type, String text, List<SchemaReference> references) {
    return registry.ask(
        catalog -> {
          SchemaSources sources = SchemaSources.of(catalog, formats);
          SchemaSource source;
          try {
            source = sources.source(type, text, subject, references);
          } catch (InvalidSchemaException missing) {
            return DraftVerdict.invalid(String.valueOf(missing.getMessage()));
          }
          return new DraftCheck(catalog, formats, sources).check(subject, source, Optional.empty());
        });
  }

  /**
   * What contracts decided about a subject, newest first.
   *
   * @param most how many
   */
  public List<SchemaEvent> decisions(String subject, int most) {
    return events.ofSubject(subject, most);
  }

  /**
   * What contracts decided of late that somebody may have to do something about, newest first.
   *
   * @param most how many
   */
  public List<SchemaEvent> troubles(int most) {
    return events.latestTroubles(most);
  }

  /** Ends questions that are under way. */
  @Override
  public void close() {
    judges.close();
    registry.close();
  }

  private static Entry entry(Catalog catalog, String subject, int version) {
    return catalog
        .version(subject, version, false)
        .orElseThrow(
            () ->
                catalog.versions(subject, false).isEmpty()
                    ? missing(catalog, subject)
                    : new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "Subject " + subject + " has no version " + version,
                        "Versions that were deleted are not shown: sluice schema ls --deleted"));
  }

  private static Refusal missing(Catalog catalog, String subject) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND,
        catalog.name() + " has no subject " + subject,
        "Names are told apart by capitals and small letters");
  }
}
