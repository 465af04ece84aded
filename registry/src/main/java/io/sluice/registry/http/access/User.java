package io.sluice.registry.http.access;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who was recognised.
 *
 * @param name as it is recorded beside what they change
 * @param mayWrite whether they may change anything
 */
public record User(String name, boolean mayWrite) {
  public User {
    requireNonNull(name, "name is null");
  }
}
