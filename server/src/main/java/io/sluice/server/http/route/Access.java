package io.sluice.server.http.route;

import static java.util.Objects.requireNonNull;

import io.sluice.server.access.Permission;

/** Who may ask. */
public sealed interface Access {
  /** Everybody who gets here. */
  record Open() implements Access {}

  /** Everybody who is known, whatever they may do. */
  record Known() implements Access {}

  /** Who may do this in one namespace at least. The work shows, and does, what they may there. */
  record Somewhere(Permission permission) implements Access {
    public Somewhere {
      requireNonNull(permission, "permission is null");
    }
  }

  /** Who may do this in all namespaces: it belongs to none. */
  record Everywhere(Permission permission) implements Access {
    public Everywhere {
      requireNonNull(permission, "permission is null");
    }
  }

  /**
   * Who may do this in the namespace of a pipeline.
   *
   * @param part of the path that has the pipeline's name
   */
  record OfPipeline(Permission permission, String part) implements Access {
    public OfPipeline {
      requireNonNull(permission, "permission is null");
      requireNonNull(part, "part is null");
    }
  }

  /** Everybody who gets here. */
  static Access open() {
    return new Open();
  }

  /** Everybody who is known. */
  static Access known() {
    return new Known();
  }

  /** Who may do this in one namespace at least. */
  static Access somewhere(Permission permission) {
    return new Somewhere(permission);
  }

  /** Who may do this in all namespaces. */
  static Access everywhere(Permission permission) {
    return new Everywhere(permission);
  }

  /** Who may do this in the namespace of the pipeline that the path names as {@code {pipeline}}. */
  static Access ofPipeline(Permission permission) {
    return new OfPipeline(permission, "pipeline");
  }
}
