package io.sluice.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty itself refuses, in the server's form: requests that are not HTTP, are too long, or too
 * many. The text is by the status alone, nothing of the request is in it.
 */
final class BareErrors extends ErrorHandler {
  private final ErrorForm form;

  BareErrors(ErrorForm form) {
    this.form = form;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    write(response.getHeaders());
    if (code == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, KnownMethods.names());
    } else if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    response.write(true, document(code), callback);
  }

  @Override
  public ByteBuffer badMessageError(
      int status, @Nullable String reason, HttpFields.Mutable fields) {
    write(fields);
    return document(status);
  }

  private void write(HttpFields.Mutable fields) {
    form.headers().forEach(fields::put);
    // What follows on such a connection is anybody's guess, and a client that keeps it should know.
    fields.put(HttpHeader.CONNECTION, "close");
  }

  private ByteBuffer document(int status) {
    String said = "HTTP " + status + " " + HttpStatus.getMessage(status);
    return ByteBuffer.wrap(
        form.refusal(
            status,
            status == HttpStatus.SERVICE_UNAVAILABLE_503
                ? said + ": too many requests at once, try again later"
                : said));
  }
}
