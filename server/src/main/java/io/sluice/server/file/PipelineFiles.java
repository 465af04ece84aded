package io.sluice.server.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.yaml.ShownText;
import io.sluice.pipeline.yaml.YamlText;
import io.sluice.server.access.Identity;
import io.sluice.server.api.document.JsonText;
import io.sluice.server.folder.KeptNames;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads and writes the files of pipelines. Writing does not apply them: who watches the folder
 * does, or somebody who asks for it. Thread-safe; one writes at a time.
 */
public final class PipelineFiles {
  private static final int TAG_BYTES = 8;

  private final Path home;
  private final BiFunction<Path, String, Judged> judge;
  private final BiFunction<Path, String, SaidSettings> said;
  private final Audit audit;

  /**
   * @param home the project's folder, absolute
   * @param judge what a text would mean as that file, which is relative to the folder
   * @param said what a text says to plugins as that file
   */
  public PipelineFiles(
      Path home,
      BiFunction<Path, String, Judged> judge,
      BiFunction<Path, String, SaidSettings> said,
      Audit audit) {
    this.home = home;
    this.judge = judge;
    this.said = said;
    this.audit = audit;
  }

  /**
   * The file as it is now.
   *
   * @throws Refusal when it cannot be read
   */
  public FileText read(PipelineView pipeline) {
    try {
      byte[] bytes = Files.readAllBytes(home.resolve(pipeline.file()));
      return new FileText(new String(bytes, StandardCharsets.UTF_8), tag(bytes));
    } catch (NoSuchFileException e) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND, pipeline.file() + " is not there any more", null, e);
    } catch (IOException e) {
      throw failed("cannot read " + pipeline.file(), e);
    }
  }

  /**
   * What the file says now to plugins.
   *
   * @throws Refusal when it cannot be read
   */
  public SaidSettings said(PipelineView pipeline) {
    return said.apply(pipeline.file(), read(pipeline).text());
  }

  /**
   * The file as it is now, for everybody who may see the pipeline: without secrets, and without
   * what may be one (invariant 9). Empty if it is no YAML, and a secret may be anywhere.
   *
   * @param redact takes known secrets out of a text
   * @throws Refusal when it cannot be read
   */
  public Optional<String> shown(PipelineView pipeline, UnaryOperator<String> redact) {
    String text = read(pipeline).text();
    return ShownText.of(text, redact, said.apply(pipeline.file(), text).known());
  }

  /**
   * Puts a text in the place of the file, all or nothing.
   *
   * @param expected throws if the tag of the file as it is now is not that of the text that was
   *     edited
   * @return what is there now
   * @throws InvalidFileException if the text has errors
   * @throws Refusal if it cannot be written
   */
  public FileText write(
      Identity who, PipelineView pipeline, Consumer<String> expected, String text, String reason) {
    expected.accept(read(pipeline).tag());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    check(pipeline, text, bytes.length); // Plugins may take their time: no lock is held.
    return replace(who, pipeline, expected, text, bytes, reason);
  }

  private synchronized FileText replace(
      Identity who,
      PipelineView pipeline,
      Consumer<String> expected,
      String text,
      byte[] bytes,
      String reason) {
    FileText before = read(pipeline);
    expected.accept(before.tag());
    FileText after = new FileText(text, tag(bytes));
    AuditedChange change =
        new AuditedChange(
            who.name(),
            AuditAction.FILE_WRITE,
            pipeline.name(),
            document(pipeline.file(), before),
            document(pipeline.file(), after),
            reason);
    try {
      change.in(audit, () -> Replacement.of(home.resolve(pipeline.file()), bytes));
    } catch (IOException e) {
      throw failed("cannot write " + pipeline.file(), e);
    }
    return after;
  }

  /**
   * Makes a file where there is none.
   *
   * @param taken whether the project has a pipeline of this name already
   * @return what is there now
   * @throws InvalidFileException if the text has errors
   * @throws Refusal if there is a file, or a pipeline of that name, or it cannot be written
   */
  public FileText create(
      Identity who, NewFile file, Predicate<String> taken, String text, String reason) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String name = checkNew(file, text, bytes.length);
    return make(who, file, name, taken, text, bytes, reason);
  }

  private synchronized FileText make(
      Identity who,
      NewFile file,
      String name,
      Predicate<String> taken,
      String text,
      byte[] bytes,
      String reason) {
    if (taken.test(name)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the project has a pipeline " + name + " already",
          "Names are unique in a project: choose another one");
    }
    FileText made = new FileText(text, tag(bytes));
    AuditedChange change =
        new AuditedChange(
            who.name(),
            AuditAction.FILE_CREATE,
            name,
            "{}",
            document(file.relative(), made),
            reason);
    try {
      change.in(audit, () -> Creation.of(home.resolve(file.relative()), bytes));
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw failed("cannot write " + file.relative(), e);
    }
    return made;
  }

  /**
   * Looks whether there is room for a new file.
   *
   * @throws Refusal if there is one already
   */
  public void requireFree(NewFile file) {
    if (!isFree(file)) {
      throw exists(file);
    }
  }

  /** Whether there is nothing in the place of a new file. */
  public boolean isFree(NewFile file) {
    return !Files.exists(home.resolve(file.relative()), LinkOption.NOFOLLOW_LINKS);
  }

  private String checkNew(NewFile file, String text, int length) {
    requireFree(file);
    checkLength(length);
    Judged found = judge.apply(file.relative(), text);
    if (found.pipeline().isEmpty() || found.problems().stream().anyMatch(Problem::isError)) {
      throw new InvalidFileException(found.problems());
    }
    return found.pipeline().get();
  }

  private static Refusal exists(NewFile file) {
    return new Refusal(
        Refusal.Kind.CONFLICT,
        file.relative() + " is there already, and is not overwritten",
        "Choose another name, or change the file that there is");
  }

  private static void checkLength(int length) {
    if (length > YamlText.MAX_BYTES) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "expected a file of at most " + YamlText.MAX_BYTES + " bytes, found " + length,
          null);
    }
  }

  private void check(PipelineView pipeline, String text, int length) {
    checkLength(length);
    Judged found = judge.apply(pipeline.file(), text);
    List<Problem> problems = new ArrayList<>(found.problems());
    found
        .pipeline()
        .filter(name -> !name.equals(pipeline.name()) && !KeptNames.isStandIn(pipeline.name()))
        .ifPresent(name -> problems.add(another(pipeline, name)));
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidFileException(problems);
    }
  }

  private static Problem another(PipelineView pipeline, String name) {
    return Problem.error(
        new Place(pipeline.file(), 1, 1, "name"),
        "expected the file of pipeline " + pipeline.name() + ", found " + name,
        "Another name is another pipeline with a state of its own: give it a file of its own");
  }

  private static Refusal failed(String what, IOException e) {
    return new Refusal(
        Refusal.Kind.FAILED,
        what + ": " + e.getMessage(),
        "Check the permissions of the folder and the disk's free space.",
        e);
  }

  /** For the audit log, which keeps no texts: a secret may be written out in them. */
  private static String document(Path file, FileText text) {
    return JsonText.text(Map.of("file", file.toString(), "tag", text.tag()));
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
