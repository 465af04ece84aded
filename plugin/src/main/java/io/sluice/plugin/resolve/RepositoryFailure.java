package io.sluice.plugin.resolve;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.spi.connector.transport.http.HttpTransporterException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.jspecify.annotations.Nullable;

/** What a failure of the resolver means to somebody who wants a plugin. */
final class RepositoryFailure {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_LOGIN = 407;
  private static final int DEEPEST = 20; // causes of causes; chains have been seen to be circles

  private RepositoryFailure() {}

  /** Whether it says no more than that no repository has the file. */
  static boolean isAbsence(Throwable failure) {
    List<Throwable> causes = causes(failure);
    return causes.stream().noneMatch(RepositoryFailure::isTransfer)
        && causes.stream().anyMatch(RepositoryFailure::isNotFound);
  }

  /**
   * In words.
   *
   * @param wanted what was looked for
   * @param failure null when the repositories answered and had nothing
   */
  static InstallException of(
      String wanted,
      List<RemoteRepository> repositories,
      boolean offline,
      @Nullable Throwable failure) {
    List<Throwable> causes = failure == null ? List.of() : causes(failure);
    String where =
        repositories.stream()
            .map(r -> r.getId() + " (" + r.getUrl() + ")")
            .collect(Collectors.joining(", "));
    Optional<ChecksumFailureException> checksum = first(causes, ChecksumFailureException.class);
    if (checksum.isPresent()) {
      ChecksumFailureException wrong = checksum.get();
      String found =
          wrong.getActual() == null || wrong.getActual().isEmpty()
              ? "no checksum to hold it against"
              : "checksum expected " + wrong.getExpected() + ", found " + wrong.getActual();
      return new InstallException(
          Kind.REFUSED,
          missing(causes, wanted) + " came damaged from " + where + ": " + found,
          "Try again; if it stays so, the repository or what is between is at fault.",
          failure);
    }
    Optional<Integer> status =
        first(causes, HttpTransporterException.class).map(HttpTransporterException::getStatusCode);
    if (status.filter(s -> s == UNAUTHORIZED || s == FORBIDDEN || s == PROXY_LOGIN).isPresent()) {
      return new InstallException(
          Kind.UNREACHABLE,
          missing(causes, wanted) + " was refused with status " + status.get() + " by " + where,
          "Give the login in <servers> of your Maven settings, under the id in front of the URL.",
          failure);
    }
    boolean absent = failure == null || isAbsence(failure);
    if (offline && (absent || first(causes, RepositoryOfflineException.class).isPresent())) {
      return new InstallException(
          Kind.NOT_FOUND,
          missing(causes, wanted) + " is not in the local Maven repository, and offline is set",
          "Fetch it once while online.",
          failure);
    }
    if (absent) {
      return new InstallException(
          Kind.NOT_FOUND,
          missing(causes, wanted) + " was found in none of " + where,
          "Check the coordinates; a further repository is given with --repository, or in your"
              + " Maven settings.",
          failure);
    }
    return new InstallException(
        Kind.UNREACHABLE,
        missing(causes, wanted)
            + " could not be fetched from "
            + where
            + ": "
            + root(causes).getClass().getSimpleName(),
        "Check the network, and mirrors and proxies in your Maven settings. --debug shows more.",
        failure);
  }

  /** There may be some here all the same: what is missing is the list of them. */
  static InstallException versionsUnknown(String artifact, @Nullable Throwable failure) {
    return new InstallException(
        Kind.NOT_FOUND,
        "which versions of "
            + artifact
            + " there are is not known offline: the local Maven repository has no list of them",
        "Ask once while online, or name the version where one may.",
        failure);
  }

  /** The file itself, where the failure names it. */
  private static String missing(List<Throwable> causes, String wanted) {
    for (Throwable cause : causes) {
      List<ArtifactResult> results =
          cause instanceof ArtifactResolutionException one ? one.getResults() : List.of();
      for (ArtifactResult result : results) {
        if (!result.isResolved()) {
          String file = result.getRequest().getArtifact().toString();
          return wanted.startsWith("a library") ? file + ", " + wanted + "," : wanted;
        }
      }
    }
    return wanted;
  }

  private static boolean isNotFound(Throwable e) {
    return e instanceof ArtifactNotFoundException || e instanceof MetadataNotFoundException;
  }

  private static boolean isTransfer(Throwable e) {
    boolean transfer =
        e instanceof org.eclipse.aether.transfer.ArtifactTransferException
            || e instanceof org.eclipse.aether.transfer.MetadataTransferException;
    return transfer && !isNotFound(e);
  }

  private static Throwable root(List<Throwable> causes) {
    return causes.get(causes.size() - 1);
  }

  private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The failure, what it says of each repository, and what is beneath these. */
  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> all = new ArrayList<>();
    collect(failure, all);
    return all;
  }

  private static void collect(@Nullable Throwable failure, List<Throwable> all) {
    if (failure == null || all.size() >= DEEPEST || all.contains(failure)) {
      return;
    }
    all.add(failure);
    if (failure instanceof ArtifactResolutionException resolution) {
      resolution.getResults().forEach(r -> r.getExceptions().forEach(e -> collect(e, all)));
    }
    if (failure instanceof DependencyResolutionException dependencies
        && dependencies.getResult() != null) {
      dependencies
          .getResult()
          .getArtifactResults()
          .forEach(r -> r.getExceptions().forEach(e -> collect(e, all)));
    }
    collect(failure.getCause(), all);
  }
}
