package io.sluice.server.http;

import io.javalin.http.HttpResponseException;
import io.sluice.http.body.BodyException;
import io.sluice.http.limit.BusyException;
import io.sluice.server.access.AccessRefusal;
import io.sluice.server.attend.StateAwayException;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.operate.Refusal;
import io.sluice.state.storage.StateException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure means to who asked. Only what is nobody's fault out there is logged. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final int ID_BYTES = 4;

  private final SecureRandom random;

  Refusals(SecureRandom random) {
    this.random = random;
  }

  /**
   * As it is told.
   *
   * @param path that was asked
   */
  ProblemException of(Throwable failure, String path) {
    if (failure instanceof ProblemException known) {
      return known;
    }
    if (isLost(failure) || (failure instanceof Refusal && isLost(failure.getCause()))) {
      logged(failure, path);
      return new ProblemException(
          ProblemKind.STATE_AWAY,
          "The server's state is damaged, or was deleted or replaced while the server has it open:"
              + " nothing is changed that could not be kept",
          "Stop the server, put the state's file (with its -wal file) or a backup in its place, and"
              + " start again. The log says which file it is",
          List.of(),
          Map.of());
    }
    if (failure instanceof Refusal refusal) {
      return refused(refusal, path);
    }
    if (failure instanceof AccessRefusal refusal) {
      return refused(refusal);
    }
    if (failure instanceof BodyException body) {
      // What is left of the body would be taken for the next request.
      return new ProblemException(
          switch (body.status()) {
            case 408 -> ProblemKind.TIMEOUT;
            case 413 -> ProblemKind.TOO_LARGE;
            default -> ProblemKind.UNSUPPORTED_TYPE;
          },
          String.valueOf(body.getMessage()),
          null,
          List.of(),
          Map.of("Connection", "close"));
    }
    if (failure instanceof BusyException) {
      return new ProblemException(
          ProblemKind.BUSY,
          String.valueOf(failure.getMessage()),
          null,
          List.of(),
          Map.of("Retry-After", "5"));
    }
    if (failure instanceof StateAwayException away) {
      return stateAway(String.valueOf(away.getMessage()));
    }
    if (failure instanceof StateException gone && gone.kind() == StateException.Kind.UNREACHABLE) {
      return stateAway("The database that has the server's state does not answer");
    }
    if (failure instanceof HttpResponseException plain && plain.getStatus() == 405) {
      String methods = plain.getDetails().getOrDefault("availableMethods", "");
      return new ProblemException(
          ProblemKind.METHOD_NOT_ALLOWED,
          "This path is asked by " + methods,
          null,
          List.of(),
          Map.of("Allow", methods));
    }
    if (failure instanceof HttpResponseException plain && plain.getStatus() == 404) {
      return new ProblemException(ProblemKind.NOT_FOUND, "There is nothing at this path");
    }
    String id = logged(failure, path);
    return failure instanceof StateException
        ? told(ProblemKind.STATE_AWAY, "The server's state cannot be read or written", id)
        : told(ProblemKind.INTERNAL, "The server failed", id);
  }

  private static boolean isLost(@Nullable Throwable failure) {
    return failure instanceof StateException state && state.kind() == StateException.Kind.CORRUPT;
  }

  /** Without the database's address: nobody could be recognised, so anybody may read it. */
  private static ProblemException stateAway(String detail) {
    return new ProblemException(
        ProblemKind.STATE_AWAY,
        detail,
        "Bring the database back: all goes on by itself then. Until it is, nobody can be recognised"
            + " here, and pipelines stand still before their leases end. /health/ready says how the"
            + " server is, its log which database it is",
        List.of(),
        Map.of("Retry-After", "5"));
  }

  private static ProblemException refused(AccessRefusal refusal) {
    return new ProblemException(
        RefusalKinds.of(refusal),
        String.valueOf(refusal.getMessage()),
        refusal.hint(),
        List.of(),
        Map.of());
  }

  private ProblemException refused(Refusal refusal, String path) {
    ProblemKind kind = RefusalKinds.of(refusal);
    if (kind == ProblemKind.FAILED) {
      LOG.warn("{}: what was asked for failed", path, refusal);
    }
    return new ProblemException(
        kind, String.valueOf(refusal.getMessage()), refusal.hint(), List.of(), Map.of());
  }

  private String logged(Throwable failure, String path) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    LOG.error("A request failed, id {}: {}", id, path, failure);
    return id;
  }

  private static ProblemException told(ProblemKind kind, String what, String id) {
    return new ProblemException(
        kind,
        what + "; the log has more under id " + id,
        "Look for " + id + " in the server's log",
        List.of(),
        Map.of());
  }
}
