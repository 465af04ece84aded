package io.sluice.plugin.resolve;

import io.sluice.plugin.InstallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.graph.selector.ExclusionDependencySelector;
import org.eclipse.aether.version.Version;

/**
 * The Maven repositories of the user, through the local one. Checksums that do not match, or that
 * are not there, are refused. Repositories that poms name are not asked: whoever publishes a
 * library does not decide where this machine fetches from. Not for several threads.
 */
public final class MavenRepositories implements AutoCloseable {
  /** The forms in which projects publish a whole plugin, the usual one first. */
  private static final List<Form> ARCHIVES =
      List.of(
          new Form("tar.gz", "plugin"), new Form("zip", "plugin"), new Form("tar.gz", "package"));

  private static final Pattern UNFINISHED =
      Pattern.compile(
          "(?i).*[.\\-_]?(snapshot|alpha|beta|rc|cr|m|milestone|preview|pre|ea)[.\\-_]?\\d*");
  private static final long WORTH_TELLING_BYTES = 1L << 20;

  private record Form(String extension, String classifier) {}

  private final RepositorySystem system;
  private final CloseableSession session;
  private final List<RemoteRepository> repositories;
  private final boolean offline;
  private final List<String> remarks = new ArrayList<>();

  private MavenRepositories(
      RepositorySystem system, MavenSettings settings, boolean offline, Consumer<String> progress) {
    this.system = system;
    this.offline = offline;
    List<RemoteRepository> named = settings.repositories();
    SessionBuilder builder =
        new SessionBuilderSupplier(system) {
          @Override
          protected DependencySelector getDependencySelector() {
            return AndDependencySelector.newInstance(
                super.getDependencySelector(),
                new ExclusionDependencySelector(ProvidedByConnect.EXCLUSIONS));
          }
        }.get();
    builder
        .withLocalRepositoryBaseDirectories(settings.localRepository())
        .setOffline(offline)
        .setIgnoreArtifactDescriptorRepositories(true)
        .setMetadataUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS)
        .setRepositoryListener(new Remarks())
        .setTransferListener(new Progress(progress));
    settings.applyTo(builder);
    this.session = builder.build();
    this.repositories = system.newResolutionRepositories(session, named);
  }

  /**
   * Reads the settings; nothing is asked yet.
   *
   * @param progress hears of each larger download when it begins
   * @throws InstallException when the settings cannot be read
   */
  public static MavenRepositories open(MavenOptions options, Consumer<String> progress) {
    MavenSettings settings = MavenSettings.read(options);
    return new MavenRepositories(
        new RepositorySystemSupplier().get(),
        settings,
        options.offline() || settings.offline(),
        progress);
  }

  /**
   * The newest released version; of an artifact that has only unfinished ones (alpha, RC, M1), the
   * newest of those.
   *
   * @throws InstallException when no repository has the artifact, or one did not answer
   */
  public String newest(Coordinates coordinates) {
    List<String> versions = versions(coordinates);
    List<String> released =
        versions.stream().filter(v -> !UNFINISHED.matcher(v).matches()).toList();
    List<String> wanted = released.isEmpty() ? versions : released;
    return wanted.get(wanted.size() - 1);
  }

  /** The newest released version, if it is newer than the one that {@code coordinates} have. */
  public Optional<String> newer(Coordinates coordinates) {
    String newest = newest(coordinates);
    return new VersionOrder().compare(newest, coordinates.version().orElse("0")) > 0
        ? Optional.of(newest)
        : Optional.empty();
  }

  private List<String> versions(Coordinates coordinates) {
    Artifact any = new DefaultArtifact(coordinates.group(), coordinates.artifact(), "jar", "[0,)");
    try {
      var range =
          system.resolveVersionRange(session, new VersionRangeRequest(any, repositories, null));
      List<String> versions = range.getVersions().stream().map(Version::toString).toList();
      if (versions.isEmpty()) {
        RepositoryException cause = null;
        for (Exception e : range.getExceptions()) {
          cause = e instanceof RepositoryException failure ? failure : cause;
        }
        throw offline
            ? RepositoryFailure.versionsUnknown(coordinates.ofAnyVersion().toString(), cause)
            : RepositoryFailure.of(coordinates.toString(), repositories, false, cause);
      }
      return versions;
    } catch (RepositoryException e) {
      throw RepositoryFailure.of(coordinates.toString(), repositories, offline, e);
    }
  }

  /**
   * Fetches a plugin. Without an extension said: its archive where one is published, otherwise the
   * jar with all that it needs at run time and that Kafka Connect does not bring.
   *
   * @throws InstallException when something of it is nowhere, a repository did not answer, or a
   *     checksum is wrong
   */
  public Fetched fetch(Coordinates coordinates) {
    Coordinates exact =
        coordinates.version().isPresent()
            ? coordinates
            : coordinates.withVersion(newest(coordinates));
    String extension = exact.extension().orElse("");
    if (extension.equals("jar")) {
      return withDependencies(exact);
    }
    if (!extension.isEmpty()) {
      return archive(exact, fetchFile(exact));
    }
    for (Form form : ARCHIVES) {
      Coordinates published = exact.withForm(form.extension(), Optional.of(form.classifier()));
      Optional<Path> file = find(published);
      if (file.isPresent()) {
        return archive(published, file.get());
      }
    }
    return withDependencies(exact.withForm("jar", Optional.empty()));
  }

  /**
   * Fetches this one file.
   *
   * @param complete with version and extension
   * @throws InstallException as {@link #fetch} does
   */
  public Path fetchFile(Coordinates complete) {
    try {
      return resolve(complete);
    } catch (RepositoryException e) {
      throw RepositoryFailure.of(complete.toString(), repositories, offline, e);
    }
  }

  private Optional<Path> find(Coordinates complete) {
    try {
      return Optional.of(resolve(complete));
    } catch (RepositoryException e) {
      if (RepositoryFailure.isAbsence(e)) {
        return Optional.empty();
      }
      throw RepositoryFailure.of(complete.toString(), repositories, offline, e);
    }
  }

  private Path resolve(Coordinates complete) throws RepositoryException {
    ArtifactResult result =
        system.resolveArtifact(
            session, new ArtifactRequest(artifact(complete), repositories, null));
    return result.getArtifact().getPath();
  }

  private Fetched archive(Coordinates coordinates, Path file) {
    return new Fetched(coordinates, true, List.of(new Fetched.File(coordinates, file)), List.of());
  }

  private Fetched withDependencies(Coordinates root) {
    remarks.clear();
    // Fetched on its own first: what is missing then is the plugin, not a library of its.
    fetchFile(root);
    CollectRequest collect =
        new CollectRequest(new Dependency(artifact(root), JavaScopes.RUNTIME), repositories);
    DependencyRequest request =
        new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
    try {
      List<Fetched.File> files = new ArrayList<>();
      for (ArtifactResult result :
          system.resolveDependencies(session, request).getArtifactResults()) {
        Artifact artifact = result.getArtifact();
        files.add(new Fetched.File(coordinates(artifact), artifact.getPath()));
      }
      return new Fetched(root, false, files, List.copyOf(remarks));
    } catch (RepositoryException e) {
      throw RepositoryFailure.of("a library that " + root + " needs", repositories, offline, e);
    }
  }

  private static Artifact artifact(Coordinates complete) {
    return new DefaultArtifact(
        complete.group(),
        complete.artifact(),
        complete.classifier().orElse(""),
        complete.extension().orElse("jar"),
        complete.version().orElseThrow());
  }

  private static Coordinates coordinates(Artifact artifact) {
    return new Coordinates(
        artifact.getGroupId(),
        artifact.getArtifactId(),
        Optional.of(artifact.getVersion()),
        Optional.of(artifact.getExtension()),
        Optional.of(artifact.getClassifier()).filter(c -> !c.isEmpty()));
  }

  @Override
  public void close() {
    session.close();
    system.shutdown();
  }

  /** A library whose description is missing comes without what it needs: that has to be told. */
  private final class Remarks extends AbstractRepositoryListener {
    @Override
    public void artifactDescriptorMissing(RepositoryEvent event) {
      remark(event, "is in no repository");
    }

    @Override
    public void artifactDescriptorInvalid(RepositoryEvent event) {
      remark(event, "cannot be read");
    }

    private void remark(RepositoryEvent event, String what) {
      remarks.add(
          "the pom of "
              + coordinates(event.getArtifact())
              + " "
              + what
              + ": libraries that it needs may be missing");
    }
  }

  private static final class Progress extends AbstractTransferListener {
    private final Consumer<String> progress;

    Progress(Consumer<String> progress) {
      this.progress = progress;
    }

    @Override
    public void transferStarted(TransferEvent event) {
      long bytes = event.getResource().getContentLength();
      if (bytes >= WORTH_TELLING_BYTES) {
        String name = event.getResource().getResourceName();
        progress.accept(
            "fetching "
                + name.substring(name.lastIndexOf('/') + 1)
                + ", "
                + (bytes + (1 << 20) - 1) / (1 << 20)
                + " MB");
      }
    }
  }
}
