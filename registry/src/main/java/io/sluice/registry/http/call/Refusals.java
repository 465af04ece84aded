package io.sluice.registry.http.call;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.sluice.http.body.BodyException;
import io.sluice.http.limit.BusyException;
import io.sluice.http.limit.OverdueException;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.state.storage.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure means to the client. Only what is no client's fault is logged. Thread-safe. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final JsonText json;

  Refusals(JsonText json) {
    this.json = json;
  }

  /**
   * Answers with the failure.
   *
   * @param write whether it was a request that changes something
   */
  void write(Throwable failure, boolean write, Context context) {
    ApiException refusal = refusal(failure, write);
    context.status(refusal.status());
    context.contentType(type(context));
    if (failure instanceof HttpResponseException plain && plain.getStatus() == 405) {
      context.header("Allow", plain.getDetails().getOrDefault("availableMethods", ""));
    }
    if (refusal.status() == 408 || refusal.status() == 413 || refusal.status() == 415) {
      // What is left of the body would be taken for the next request.
      context.header("Connection", "close");
    }
    context.result(
        json.write(new ErrorDocument(refusal.code(), String.valueOf(refusal.getMessage()))));
  }

  private static String type(Context context) {
    try {
      return MediaTypes.negotiate(context.header("Accept"));
    } catch (ApiException e) {
      return MediaTypes.PREFERRED;
    }
  }

  private static ApiException refusal(Throwable failure, boolean write) {
    if (failure instanceof ApiException known) {
      return known;
    }
    if (failure instanceof BodyException e) {
      return new ApiException(e.status(), e.status(), String.valueOf(e.getMessage()), e);
    }
    if (failure instanceof RegistryException e) {
      if (e.error().status() >= 500) {
        LOG.error("The registry failed", e);
      }
      return of(e.error(), String.valueOf(e.getMessage()), e);
    }
    if (failure instanceof InvalidSchemaException e) {
      return of(RegistryError.INVALID_SCHEMA, String.valueOf(e.getMessage()), e);
    }
    if (failure instanceof OverdueException e) {
      // Of a write nobody knows yet whether it happens: the client may try again, which is safe.
      return of(
          write ? RegistryError.STORE_TIMEOUT : RegistryError.INVALID_SCHEMA,
          String.valueOf(e.getMessage()),
          e);
    }
    if (failure instanceof BusyException e) {
      return new ApiException(503, 503, String.valueOf(e.getMessage()), e);
    }
    if (failure instanceof StateException e) {
      LOG.error("The registry's database failed", e);
      return of(
          RegistryError.STORE, "Error in the backend data store; the server's log has more", e);
    }
    if (failure instanceof StackOverflowError e) {
      return of(RegistryError.INVALID_SCHEMA, "The schema is nested too deep to be read", e);
    }
    if (failure instanceof HttpResponseException e) {
      return new ApiException(
          e.getStatus(),
          "HTTP " + e.getStatus() + (e.getStatus() == 405 ? " Method Not Allowed" : " Not Found"));
    }
    LOG.error("A request failed", failure);
    return new ApiException(500, 50001, "Internal error; the server's log has more", failure);
  }

  private static ApiException of(RegistryError error, String message, Throwable cause) {
    return new ApiException(error.status(), error.code(), message, cause);
  }
}
