package io.sluice.server.http.route;

/** By which a path is asked. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /** Whether it changes anything; what is found by {@link #GET} changes nothing. */
  public boolean changes() {
    return this != GET;
  }
}
