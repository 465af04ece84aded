package io.sluice.server.console.letter;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.page.Tone;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.operate.LetterJob;
import java.util.List;

/** A replay or a purge, and how far it is. */
public record JobPage(
    Frame frame, PipelineHead head, LetterJob job, boolean mayStop, List<Copy> copies) {
  public JobPage {
    copies = List.copyOf(copies);
  }

  /** For a visitor. */
  public static JobPage of(Frame frame, Reading reading, LetterJob job) {
    return new JobPage(
        frame,
        PipelineHead.of(frame, reading, Tab.LETTERS).copying(List.of()),
        job,
        !job.state().ended() && frame.may(Permission.OPERATE, reading.pipeline().namespace()),
        List.of(
            new Copy(
                "API call",
                Curl.get(
                    "/api/v1"
                        + Addresses.pipeline(job.pipeline(), "dead-letters/jobs/" + job.id())))));
  }

  /** What it does, or did. */
  public String title() {
    return (job.kind() == LetterJob.Kind.PURGE ? "Purge of " : "Replay of ")
        + Figures.many(job.meant(), "letter");
  }

  /** How it stands. */
  public String word() {
    return switch (job.state()) {
      case RUNNING -> "under way";
      case DONE -> "done";
      case STOPPED -> "stopped";
      case FAILED -> "broke off";
    };
  }

  /** Which of the page's symbols stands for that. */
  public String shape() {
    return switch (job.state()) {
      case RUNNING -> "running";
      case DONE -> "completed";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
    };
  }

  /** How good that is. */
  public Tone tone() {
    return switch (job.state()) {
      case RUNNING -> Tone.BUSY;
      case DONE -> job.failedAgain() > 0 ? Tone.WARN : Tone.GOOD;
      case STOPPED -> Tone.IDLE;
      case FAILED -> Tone.BAD;
    };
  }

  /** How much is done, of the width of a bar. */
  public String width() {
    return Math.round(job.part() * 1000) / 10.0 + "%";
  }

  /** The same in words. */
  public String percent() {
    return Figures.percent(job.part());
  }

  /** What became of letters so far. */
  public String outcome() {
    return job.kind() == LetterJob.Kind.PURGE
        ? Figures.count(job.done()) + " purged"
        : Figures.count(job.done())
            + " replayed, "
            + Figures.count(job.failedAgain())
            + " failed again";
  }

  /** Who began it when. */
  public String begun() {
    return "begun by " + job.who() + " " + Times.ago(job.startedAt(), frame.now());
  }

  /** Its letters. */
  public String letters() {
    return LetterAddresses.of(job.pipeline());
  }

  /** Having it end. */
  public String stop() {
    return LetterAddresses.job(job) + "/stop";
  }
}
