package io.sluice.acceptance.served;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people asked of a server that is killed now and then: what it has acknowledged counts, and
 * what it died over may count. Thread-safe.
 */
final class Deeds {
  private static final int REFUSED_FROM = 400;
  private static final int FAULTS_FROM = 500;
  private static final int NOT_NOW = 503;

  private final List<String> acknowledged = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Set<String>> standing = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();

  /**
   * How something was asked for, and what became of it.
   *
   * @param reason by which it is found again in the audit log
   * @return whether it is done; false also where nobody knows
   */
  synchronized boolean note(String reason, Optional<HttpResponse<String>> answer) {
    if (answer.isEmpty()) {
      unanswered.add(reason);
      return false;
    }
    int status = answer.get().statusCode();
    if (status < REFUSED_FROM) {
      acknowledged.add(reason);
      return true;
    }
    if (status >= FAULTS_FROM && status != NOT_NOW) {
      faults.add(reason + ": " + answer.get().body());
    }
    return false;
  }

  /**
   * The same of what makes something what it is from then on.
   *
   * @param what of which there is one
   * @param value what it is to be
   */
  synchronized boolean note(
      String reason, Optional<HttpResponse<String>> answer, String what, String value) {
    boolean done = note(reason, answer);
    if (done) {
      standing.put(what, new LinkedHashSet<>(Set.of(value)));
    } else if (answer.isEmpty()) {
      standing.computeIfAbsent(what, key -> new LinkedHashSet<>()).add(value);
    }
    return done;
  }

  /** A secret that was told. */
  synchronized void keep(String name, String secret) {
    secrets.put(name, secret);
  }

  /** What something was before anybody asked. */
  synchronized void begin(String what, String value) {
    standing.put(what, new LinkedHashSet<>(Set.of(value)));
  }

  /**
   * What something may be now: as it was acknowledged last, or as the server died over it since.
   */
  synchronized Set<String> mayBe(String what) {
    return Set.copyOf(standing.getOrDefault(what, Set.of()));
  }

  /** Their reasons. */
  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Likewise. */
  synchronized Set<String> unanswered() {
    return new HashSet<>(unanswered);
  }

  /** Answers that no server may give. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** By the names of the tokens. */
  synchronized Map<String, String> secrets() {
    return Map.copyOf(secrets);
  }
}
