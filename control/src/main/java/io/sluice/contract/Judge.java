package io.sluice.contract;

import static java.util.Objects.requireNonNull;

import io.sluice.contract.event.Decisions;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.contract.language.SchemaLanguage;
import io.sluice.contract.policy.Decision;
import io.sluice.contract.policy.Finding;
import io.sluice.contract.policy.SchemaPolicy;
import io.sluice.contract.policy.SchemaPolicy.Ruled;
import io.sluice.contract.shape.Meaning;
import io.sluice.contract.shape.Projection;
import io.sluice.contract.shape.Shape;
import io.sluice.contract.shape.Spelling;
import io.sluice.contract.shape.UnfitException;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.contract.subject.SubjectRegistry.Outcome;
import io.sluice.contract.subject.SubjectRegistry.Version;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.SchemaContract;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds out what a schema is to its subject, has the policy decide, does what was decided, and
 * notes it. The registry is the memory: what was decided before a crash is found there again. Used
 * by one thread.
 */
final class Judge {
  /**
   * What it works with.
   *
   * @param run of the pipeline; empty if it has none
   * @param log where decisions are told
   */
  record Bench(
      String pipeline,
      OptionalLong run,
      SchemaContract contract,
      SchemaPolicy policy,
      SchemaLanguage language,
      Subjects subjects,
      SubjectRegistry registry,
      Decisions events,
      RegistrationRate rate,
      Logger log) {}

  private final Bench bench;
  private final SchemaPolicy policy;
  private final Tally tally;
  private final Logger log;

  /** Subjects that have the file's level: once each, so that what is set there later counts. */
  private final Set<String> held = new HashSet<>();

  private long registered;

  Judge(Bench bench) {
    this.bench = bench;
    this.policy = bench.policy();
    this.tally = new Tally(bench.events());
    this.log = bench.log();
  }

  /**
   * What is done with records of this schema.
   *
   * @throws FaultException if the pipeline is to stop before them
   */
  Ruling rule(Arrival arrival) {
    Schema schema = arrival.schema();
    if (schema == null) {
      String subject = Subjects.nameless(arrival.topic(), arrival.isKey());
      Shape shape = Shape.of("schemaless");
      return new Case(arrival, subject, shape, null).decide(new Finding.Schemaless());
    }
    Shape shape = Shape.of(schema);
    Case one;
    SchemaSource written;
    try {
      SchemaSource plain = bench.language().write(schema);
      String subject = bench.subjects().of(arrival.topic(), arrival.isKey(), plain);
      written =
          bench
              .language()
              .write(schema, () -> bench.registry().history(subject).map(Version::schema));
      one = new Case(arrival, subject, shape, written);
    } catch (DataException inexpressible) {
      String subject = Subjects.nameless(arrival.topic(), arrival.isKey());
      int latest = bench.registry().latest(subject).map(Version::number).orElse(0);
      return new Case(arrival, subject, shape, null)
          .decide(new Finding.Inexpressible(latest, String.valueOf(inexpressible.getMessage())));
    }
    return one.decide(one.find(written));
  }

  /** Writes down how many records its rulings were applied to. */
  void writeCounts() {
    tally.write();
  }

  /** How many versions it has made. */
  long registered() {
    return registered;
  }

  /** One schema under its subject. */
  private final class Case {
    private final Arrival arrival;
    private final String subject;
    private final Shape shape;
    private final @Nullable SchemaSource written;

    Case(Arrival arrival, String subject, Shape shape, @Nullable SchemaSource written) {
      this.arrival = arrival;
      this.subject = subject;
      this.shape = shape;
      this.written = written;
    }

    Finding find(SchemaSource schema) {
      // Before anything is judged or made, and of what is known too: others may register there.
      boolean isNew = !held.contains(subject);
      if (isNew) {
        holdLevel();
      }
      OptionalInt known = bench.registry().find(subject, schema);
      if (known.isPresent()) {
        return new Finding.Known(known.getAsInt());
      }
      Optional<Version> latest = bench.registry().latest(subject);
      if (latest.isEmpty()) {
        if (!isNew) {
          holdLevel(); // The subject was removed, and its level with it.
        }
        return new Finding.First();
      }
      Version newest = latest.get();
      return differsOnlyInWords(newest)
          ? new Finding.Known(newest.number())
          : new Finding.Change(newest.number(), conflicts(schema, newest));
    }

    private void holdLevel() {
      bench
          .contract()
          .compatibility()
          .ifPresent(
              level ->
                  bench.registry().holdLevel(subject, CompatibilityLevel.valueOf(level.name())));
      held.add(subject);
    }

    /** What the registry's level forbids, and what its rules have no eyes for. */
    private List<String> conflicts(SchemaSource schema, Version newest) {
      List<String> byRules = bench.registry().conflicts(subject, schema);
      List<String> byMeaning =
          Stream.concat(
                  differences(newest).stream()
                      .filter(difference -> byRules.isEmpty() || !difference.ofType())
                      .map(Meaning.Difference::text),
                  bench
                      .language()
                      .contradictions(schema, () -> bench.registry().versions(subject))
                      .stream())
              .toList();
      return byMeaning.isEmpty() || bench.registry().level(subject) == CompatibilityLevel.NONE
          ? byRules
          : Stream.concat(byRules.stream(), byMeaning.stream()).toList();
    }

    private List<Meaning.Difference> differences(Version newest) {
      try {
        return Meaning.differences(read(newest), requireNonNull(arrival.schema()));
      } catch (DataException ofAnotherLanguage) {
        return List.of();
      }
    }

    /** A comment in the source's catalogue, or a parameter, is no reason for a version. */
    private boolean differsOnlyInWords(Version newest) {
      try {
        return Shape.of(read(newest)).equals(shape);
      } catch (DataException ofAnotherLanguage) {
        return false;
      }
    }

    /** The version's schema, with the arrival's own names for the fields that it has. */
    private Schema read(Version version) {
      return new Spelling(bench.language()::fieldName)
          .of(bench.language().read(version.schema()), requireNonNull(arrival.schema()));
    }

    Ruling decide(Finding finding) {
      Ruled ruled = policy.decide(finding);
      return switch (ruled.decision()) {
        case ACCEPT -> accepted(finding);
        case REGISTER -> registered(finding, ruled);
        case FREEZE -> frozen(finding, ruled);
        case DEAD_LETTER -> refused(finding, ruled, Explanation.details(finding));
        case STOP -> throw stopped(finding, ruled, Explanation.details(finding));
        case PASS -> {
          Tally.OfEvent passed = tally.of(note(Kind.PASSED, ruled, finding, 0, List.of()));
          log.warn(
              "Pipeline {}: the {} of topic {} have no schema, and go on unjudged",
              bench.pipeline(),
              arrival.isKey() ? "keys" : "values",
              arrival.topic());
          yield new Ruling.Unjudged(passed);
        }
      };
    }

    private Ruling accepted(Finding finding) {
      int version = ((Finding.Known) finding).version();
      if (!bench
          .events()
          .isKnown(bench.pipeline(), arrival.topic(), subject, shape.digest(), version)) {
        note(Kind.ACCEPTED, new Ruled(Decision.ACCEPT, ""), finding, version, List.of());
        log.info(
            "Pipeline {}: the schema of topic {} is version {} of {}",
            bench.pipeline(),
            arrival.topic(),
            version,
            subject);
      }
      return Ruling.OPEN;
    }

    private Ruling registered(Finding finding, Ruled ruled) {
      bench.rate().check(arrival.topic());
      Outcome outcome = bench.registry().register(subject, requireNonNull(written));
      if (outcome instanceof Outcome.Incompatible refused) {
        // Somebody else made a version meanwhile, or the registry is stricter than it said.
        int latest = bench.registry().latest(subject).map(Version::number).orElse(0);
        return decide(new Finding.Change(latest, atLeastOne(refused.conflicts())));
      }
      int version = ((Outcome.Registered) outcome).version();
      bench.rate().made(arrival.topic());
      registered++;
      note(Kind.REGISTERED, ruled, finding, version, List.of());
      log.info(
          "Pipeline {}: the schema of topic {} is registered as version {} of {}, source offset {}",
          bench.pipeline(),
          arrival.topic(),
          version,
          subject,
          arrival.position().offset().orElse("unknown"));
      return Ruling.OPEN;
    }

    private static List<String> atLeastOne(List<String> conflicts) {
      return conflicts.isEmpty() ? List.of("The registry does not say why") : conflicts;
    }

    private Ruling frozen(Finding finding, Ruled ruled) {
      Version accepted = bench.registry().latest(subject).orElse(null);
      Schema schema = arrival.schema();
      if (accepted == null || schema == null) {
        return unfit(finding, "the subject has no version any more");
      }
      Projection projection;
      try {
        projection = Projection.of(schema, read(accepted));
      } catch (UnfitException | DataException misfit) {
        return unfit(finding, String.valueOf(misfit.getMessage()));
      }
      List<String> leftOut = projection.leftOut();
      if (arrival.isKey() && !leftOut.isEmpty()) {
        // Rows that differ in it would become one.
        return unfit(finding, "the key has fields more: " + String.join(", ", leftOut));
      }
      List<String> details =
          Stream.concat(
                  leftOut.stream().map(field -> "left out: " + field),
                  Explanation.details(finding).stream())
              .toList();
      long event = note(Kind.FROZEN, ruled, finding, accepted.number(), details);
      log.warn(
          "Pipeline {}: topic {} brings a schema that is no version of {}; its records go on in"
              + " version {}{} ({})",
          bench.pipeline(),
          arrival.topic(),
          subject,
          accepted.number(),
          leftOut.isEmpty() ? "" : " without " + String.join(", ", leftOut),
          ruled.because());
      return new Ruling.Frozen(
          subject, accepted.number(), projection, policy.unfit().decision(), tally.of(event));
    }

    private Ruling unfit(Finding finding, String why) {
      List<String> details =
          Stream.concat(
                  Stream.of("cannot be brought into the accepted schema: " + why),
                  Explanation.details(finding).stream())
              .toList();
      Ruled ruled = policy.unfit();
      if (ruled.decision() == Decision.STOP) {
        throw stopped(finding, ruled, details);
      }
      return refused(finding, ruled, details);
    }

    private Ruling refused(Finding finding, Ruled ruled, List<String> details) {
      long event = note(Kind.DEAD_LETTER, ruled, finding, 0, details);
      String message = Explanation.of(arrival, subject, finding, ruled, details);
      log.warn(
          "Pipeline {}: records of topic {} are kept as dead letters: {}",
          bench.pipeline(),
          arrival.topic(),
          message);
      return new Ruling.Refused(subject, message, tally.of(event));
    }

    private FaultException stopped(Finding finding, Ruled ruled, List<String> details) {
      long event = note(Kind.STOPPED, ruled, finding, 0, details);
      String why = Explanation.of(arrival, subject, finding, ruled, details);
      return new FaultException(Fault.SCHEMA_REFUSED, Explanation.ofStop(why, event));
    }

    private long note(
        Kind kind, Ruled ruled, Finding finding, int toVersion, List<String> details) {
      return bench
          .events()
          .note(
              new SchemaEvent.Ruling(
                  bench.pipeline(),
                  bench.run(),
                  arrival.topic(),
                  subject,
                  kind,
                  ruled.because(),
                  shape.digest(),
                  Explanation.latest(finding),
                  toVersion > 0 ? OptionalInt.of(toVersion) : OptionalInt.empty(),
                  details,
                  written == null ? null : new WrittenSchema(written.type().name(), written.text()),
                  arrival.position()));
    }
  }
}
