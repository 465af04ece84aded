package io.sluice.server.draft;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import io.sluice.project.Project;
import io.sluice.project.draft.Catalogue;
import io.sluice.project.draft.InstalledPlugin;
import io.sluice.project.draft.Preview;
import io.sluice.project.draft.SecretFile;
import io.sluice.project.draft.TestOutcome;
import io.sluice.project.guard.ConnectorLimits;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.file.FileText;
import io.sluice.server.file.NewFile;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Pipelines;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What new pipelines are made with. Thread-safe. */
public final class Workbench {
  private static final Logger log = LoggerFactory.getLogger(Workbench.class);

  private final Project project;
  private final Catalogue catalogue;
  private final PipelineFiles files;
  private final Pipelines pipelines;
  private final Trials trials;
  private final Audit audit;
  private final KeptSecrets kept = new KeptSecrets();

  /** Those that are being written: two saves of one form must not meet. */
  private final Set<Path> making = ConcurrentHashMap.newKeySet();

  /**
   * @param files where new ones are written
   * @param pipelines those that there are
   * @param audit where looks at rows are noted, and tries that have secrets of the project resolved
   */
  public Workbench(Project project, PipelineFiles files, Pipelines pipelines, Audit audit) {
    this.project = project;
    this.catalogue = new Catalogue(project);
    this.files = files;
    this.pipelines = pipelines;
    this.trials = new Trials(project);
    this.audit = audit;
  }

  /** What is installed. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** A kind by its word, as {@link InstalledPlugin#kind()} has it; empty if there is none such. */
  public static Optional<PluginKind> kind(String word) {
    return Arrays.stream(PluginKind.values())
        .filter(kind -> InstalledPlugin.kind(kind).equals(word))
        .findFirst();
  }

  /** All plugins whose kind, name, class or place has this text, whatever its case. */
  public List<InstalledPlugin> matching(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return catalogue.all().stream()
        .filter(
            one ->
                (one.kind() + " " + one.name() + " " + one.id().className() + " " + one.from())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted))
        .toList();
  }

  /** A plugin as somebody may know of it: where it may be named, as far as they see that. */
  public Listed listed(Identity who, InstalledPlugin plugin) {
    ConnectorLimits limits = project.connectorLimits();
    PluginKind kind = plugin.id().kind();
    if (!limits.any() || kind != PluginKind.SOURCE && kind != PluginKind.SINK) {
      return new Listed(plugin, Optional.empty(), true);
    }
    Set<String> seen = new TreeSet<>(who.grants().keySet());
    if (who.mayEverywhere(Permission.SEE)) {
      seen.addAll(limits.namespaces()); // and '*' is among them, where the rest's list holds
    }
    List<String> permitted =
        seen.stream().filter(namespace -> limits.permits(namespace, plugin.id())).toList();
    return new Listed(
        plugin,
        Optional.of(permitted),
        permitted.stream().anyMatch(namespace -> who.may(Permission.EDIT, namespace)));
  }

  /** The connectors of a kind that somebody may have in a pipeline that they make. */
  public List<InstalledPlugin> usable(Identity who, PluginKind kind) {
    return catalogue.all(kind).stream().filter(one -> listed(who, one).usable()).toList();
  }

  /**
   * Looks whether a file may name these.
   *
   * @throws Refusal if its namespace may not
   */
  public void requirePermitted(NewFile file, List<InstalledPlugin> plugins) {
    for (InstalledPlugin plugin : plugins) {
      if (!project.connectorLimits().permits(file.namespace(), plugin.id())) {
        throw new Refusal(
            Refusal.Kind.INVALID,
            "Pipelines of namespace "
                + file.namespace()
                + " may not name the "
                + plugin.kind()
                + " "
                + plugin.name(),
            "Choose another one, or have an administrator permit it in " + ProjectFile.NAME);
      }
    }
  }

  /**
   * A plugin with what it says of itself.
   *
   * @throws Refusal if there is none, or it does not answer
   */
  public Described describe(String kind, String name) {
    InstalledPlugin plugin =
        kind(kind)
            .flatMap(known -> catalogue.named(known, name))
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "No " + kind + " of that name is installed",
                        "sluice plugin ls lists what there is, sluice plugin add brings more"));
    try {
      return new Described(plugin, catalogue.describe(plugin));
    } catch (PluginException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          String.valueOf(e.getMessage()),
          "Look into its folder: is something missing that it needs?",
          e);
    }
  }

  /**
   * Keeps a secret for a while, so that a form need not carry it.
   *
   * @return what the form carries instead
   */
  public String keep(Identity who, String secret) {
    return kept.keep(who, secret);
  }

  /** A secret that they had kept; empty if it was too long ago. */
  public Optional<String> kept(Identity who, String id) {
    return kept.find(who, id);
  }

  /** What is wrong with a text as far as nobody needs to be asked for that, in its order. */
  public List<Problem> check(NewFile file, String text) {
    return trials.check(file, text);
  }

  /**
   * Asks the servers of a text whether they will have it. Contacts whatever addresses it names.
   *
   * @throws Refusal if nobody can be asked
   */
  public TestOutcome test(Identity who, NewFile file, String text) {
    List<String> references = Secrets.references(text);
    if (!references
        .isEmpty()) { // Secrets of the project are sent to addresses that the text names.
      note(who, AuditAction.DRAFT_TEST, file, references);
    }
    return trials.test(file, text);
  }

  /**
   * The first rows of a text, through its transforms.
   *
   * @throws Refusal if it is not valid, or its source cannot be started
   */
  public Preview firstRows(Identity who, NewFile file, String text) {
    note(
        who,
        AuditAction.DRAFT_FIRST_ROWS,
        file,
        Secrets.references(text)); // Records are looked at.
    return trials.firstRows(file, text);
  }

  /** Before it is done: what cannot be noted is not. */
  private void note(Identity who, AuditAction action, NewFile file, List<String> references) {
    audit.add(
        who.name(),
        action,
        "",
        "",
        CanonicalJson.write(Map.of("file", file.relative().toString(), "references", references)),
        "");
  }

  /**
   * Makes a pipeline's file, and that of its secrets.
   *
   * @param secrets by {@code source.KEY} and {@code sink.KEY}
   * @throws io.sluice.server.file.InvalidFileException if the text has errors
   * @throws Refusal if there is one of that name, or it cannot be written
   */
  public FileText create(
      Identity who, NewFile file, String yaml, Map<String, String> secrets, String reason) {
    Path secretsOf = SecretFile.in(folder(file), file.name());
    if (!making.add(secretsOf)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          file.relative() + " is being written just now",
          "Look whether it is there, before you write another one");
    }
    try {
      return createAlone(who, file, yaml, secrets, reason);
    } finally {
      making.remove(secretsOf);
    }
  }

  private FileText createAlone(
      Identity who, NewFile file, String yaml, Map<String, String> secrets, String reason) {
    files.requireFree(file);
    // Before the file, which is judged with what it refers to.
    Optional<Path> written =
        secrets.isEmpty() ? Optional.empty() : Optional.of(write(file, secrets));
    boolean made = false;
    try {
      FileText text = files.create(who, file, name -> isTaken(name, file), yaml, reason);
      made = true;
      return text;
    } finally {
      // Where there is a file, it refers to them, whatever went wrong behind its making.
      if (!made && files.isFree(file)) {
        written.ifPresent(Workbench::remove);
      }
    }
  }

  private static void remove(Path secrets) {
    try {
      Files.deleteIfExists(secrets);
    } catch (IOException e) {
      log.warn("{} is left, of a pipeline that was not made", secrets.getFileName(), e);
    }
  }

  private boolean isTaken(String name, NewFile file) {
    if (pipelines.named(name).isPresent()) {
      return true;
    }
    if (pipelines.isKept(name, file.namespace())) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "what a pipeline " + name + " has left is another namespace's",
          "Choose another name, or have an administrator release it");
    }
    return false;
  }

  private Path write(NewFile file, Map<String, String> secrets) {
    try {
      return SecretFile.make(folder(file), file.name(), secrets);
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "There is a file " + e.getFile() + " already, and it is not overwritten",
          "Choose another name, or move that file away");
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "The secrets cannot be written: " + e.getMessage(),
          "Check the permissions of the folder and the disk's free space.",
          e);
    }
  }

  private Path folder(NewFile file) {
    Path folder = project.folder().resolve(file.relative()).getParent();
    return folder == null ? project.folder() : folder;
  }
}
