package io.sluice.server.console;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.deadletter.edit.RecordTextException;
import io.sluice.server.access.Permission;
import io.sluice.server.console.letter.ActPage;
import io.sluice.server.console.letter.EditPage;
import io.sluice.server.console.letter.LetterAddresses;
import io.sluice.server.console.letter.Tried;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.Refusal;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;

/** What people do with dead letters: each has a page that says what it means. Thread-safe. */
final class LetterActionRoutes {
  private static final String ACT = "/pipelines/{pipeline}/letters/do/{action}";
  private static final String EDIT = "/pipelines/{pipeline}/letters/{letter}/edit";
  private static final String TEST = "/pipelines/{pipeline}/letters/{letter}/test";
  private static final String STOP = "/pipelines/{pipeline}/letters/jobs/{job}/stop";

  /** A job of a few letters is done by then, and the next page says so. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final LetterParts parts;

  LetterActionRoutes(Frames frames, Pages pages, Readings readings, LetterParts parts) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page(ACT, "pageActOnLetters", "What a replay or a purge does")
                    .part("action", "replay or purge"),
                Permission.OPERATE)
            .query(Parameter.text("signature", "Those of this kind of error"))
            .query(Parameter.text("id", "This letter"))
            .query(Parameter.flag("all", "All open letters of the pipeline"))
            .does(request -> act(request, 200, "", Optional.empty())),
        Drafts.ofPipeline(
                Drafts.form(ACT, "doActOnLetters", "Begins a replay or a purge")
                    .part("action", "replay or purge"),
                Permission.OPERATE)
            .query(Parameter.text("signature", "Those of this kind of error"))
            .query(Parameter.text("id", "This letter"))
            .query(Parameter.flag("all", "All open letters of the pipeline"))
            .does(this::begin),
        Drafts.ofPipeline(
                Drafts.form(STOP, "doStopLetterJob", "Has a job end").part("job", "Id of a job"),
                Permission.OPERATE)
            .does(this::stop),
        Drafts.ofPipeline(
                Drafts.page(EDIT, "pageEditLetter", "Editing a copy of a letter")
                    .part("letter", "Id of a dead letter"),
                Permission.OPERATE)
            .does(request -> edit(request, 200, EditForm.of(letter(request)))),
        Drafts.ofPipeline(
                Drafts.form(EDIT, "doEditLetter", "Tries a copy, or saves it")
                    .part("letter", "Id of a dead letter"),
                Permission.OPERATE)
            .does(this::edited),
        Drafts.ofPipeline(
                Drafts.page(TEST, "pageTestLetter", "What would become of a letter now")
                    .part("letter", "Id of a dead letter"),
                Permission.LOOK_AT_RECORDS)
            .does(this::test));
  }

  private Stored letter(Request request) {
    Stored stored = LetterRoutes.letter(parts, request);
    if (stored.status() == Status.PURGED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, "Letter " + stored.id() + " was purged: it has no record", null);
    }
    return stored;
  }

  private static LetterJob.Kind kind(Request request) {
    return Arrays.stream(LetterJob.Kind.values())
        .filter(one -> one.name().equalsIgnoreCase(request.part("action")))
        .findFirst()
        .orElseThrow(() -> new ProblemException(ProblemKind.NOT_FOUND, "There is no such action"));
  }

  /** All are meant only where that is said: an address that lost its letters means none. */
  private static LetterChoice choice(Request request) {
    Optional<String> id = request.text("id");
    Optional<String> signature = request.text("signature");
    boolean all = request.flag("all");
    if ((id.isPresent() ? 1 : 0) + (signature.isPresent() ? 1 : 0) + (all ? 1 : 0) != 1) {
      throw new ProblemException(
          ProblemKind.BAD_REQUEST, "Which letters? Expected one of id, signature and all=true");
    }
    return id.map(one -> LetterChoice.of(List.of(one)))
        .or(() -> signature.map(LetterChoice::ofSignature))
        .orElse(LetterChoice.ALL);
  }

  private Answer act(Request request, int status, String reason, Optional<Refused> refused) {
    Reading reading = readings.named(request.part("pipeline"));
    LetterJob.Kind kind = kind(request);
    LetterChoice choice = choice(request);
    long letters = parts.open(reading.pipeline(), choice);
    Frame frame = frames.still(request, "Dead letters", Place.PIPELINES);
    return Drafts.answer(
        status,
        pages.render(
            "letter-act", ActPage.of(frame, reading, kind, choice, letters, reason, refused)));
  }

  private Answer begin(Request request) {
    String pipeline = readings.named(request.part("pipeline")).pipeline().name();
    String reason = Reason.ofForm(request);
    LetterJob job;
    try {
      job =
          parts.operations().begin(request.who(), pipeline, kind(request), choice(request), reason);
    } catch (Refusal refusal) {
      return act(request, Refusals.status(refusal), reason, Optional.of(Refusals.of(refusal)));
    }
    try {
      parts.operations().await(job, MOMENT);
    } catch (InterruptedException called) {
      Thread.currentThread().interrupt();
    }
    return Answer.seeOther(LetterAddresses.job(job));
  }

  private Answer stop(Request request) {
    LetterJob job = LetterRoutes.job(parts, request);
    parts.operations().stop(request.who(), job.pipeline(), job.id());
    return Answer.seeOther(LetterAddresses.job(job));
  }

  /** What stands in the form. */
  private record EditForm(
      Optional<RecordText> text, String version, Optional<Refused> refused, Optional<Tried> tried) {
    /** As it is at first. */
    static EditForm of(Stored stored) {
      try {
        return new EditForm(
            Optional.of(RecordText.of(stored.letter().record())),
            stored.version(),
            Optional.empty(),
            Optional.empty());
      } catch (DataException unreadable) {
        return new EditForm(
            Optional.empty(),
            stored.version(),
            Optional.of(
                new Refused(
                    "Its record cannot be read: " + unreadable.getMessage(), Optional.empty())),
            Optional.empty());
      }
    }

    EditForm refusedFor(Refused why) {
      return new EditForm(text, version, Optional.of(why), Optional.empty());
    }

    EditForm triedWith(Tried what) {
      return new EditForm(text, version, Optional.empty(), Optional.of(what));
    }
  }

  private Answer edit(Request request, int status, EditForm form) {
    Reading reading = readings.named(request.part("pipeline"));
    Stored stored = letter(request);
    String title = (stored.copyOf() == null ? "Copy of letter " : "Edit copy ") + stored.id();
    return Drafts.answer(
        status,
        pages.render(
            "letter-edit",
            EditPage.of(
                frames.still(request, title, Place.PIPELINES),
                reading,
                stored,
                form.version(),
                new EditPage.Shown(form.text(), form.refused(), form.tried()))));
  }

  private Answer edited(Request request) {
    String pipeline = readings.named(request.part("pipeline")).pipeline().name();
    Stored stored = letter(request);
    RecordText before = RecordText.of(stored.letter().record());
    RecordText text =
        new RecordText(
            said(request, "key", before.key()),
            said(request, "value", before.value()),
            said(request, "headers", before.headers()));
    EditForm form =
        new EditForm(
            Optional.of(text),
            request.field("version").orElse(""),
            Optional.empty(),
            Optional.empty());
    try {
      if (request.field("save").isEmpty()) {
        Tried tried =
            Tried.of(parts.operations().rehearse(pipeline, stored.id(), Optional.of(text)));
        return edit(request, 200, form.triedWith(tried));
      }
      return Answer.seeOther(
          LetterAddresses.letter(pipeline, saved(request, stored, form.version(), text)));
    } catch (RecordTextException unfit) {
      Refused why =
          new Refused(unfit.sentence(), Optional.of("Correct it there; nothing was saved"));
      return edit(request, 422, form.refusedFor(why));
    } catch (Refusal refusal) {
      return edit(request, Refusals.status(refusal), form.refusedFor(Refusals.of(refusal)));
    }
  }

  /** What was typed, also where that is nothing; a field that was not sent stays as it was. */
  private static String said(Request request, String field, String before) {
    return request.fields(field).stream().findFirst().orElse(before);
  }

  /** The copy's id. */
  private long saved(Request request, Stored stored, String version, RecordText text) {
    String pipeline = stored.letter().pipeline();
    if (stored.copyOf() == null) {
      return parts.operations().copy(request.who(), pipeline, stored.id(), text, "");
    }
    if (!version.equals(stored.version())) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "The copy was changed since this page was made",
          "Look at it again, and change it there");
    }
    parts.operations().edit(request.who(), pipeline, stored.id(), stored.letter().record(), text);
    return stored.id();
  }

  private Answer test(Request request) {
    String pipeline = readings.named(request.part("pipeline")).pipeline().name();
    Stored stored = letter(request);
    EditForm form = EditForm.of(stored);
    try {
      Tried tried = Tried.of(parts.operations().rehearse(pipeline, stored.id(), Optional.empty()));
      return edit(request, 200, form.triedWith(tried));
    } catch (Refusal refusal) {
      return edit(request, Refusals.status(refusal), form.refusedFor(Refusals.of(refusal)));
    }
  }
}
