package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.http.ErrorForm;
import io.sluice.registry.http.call.MediaTypes;
import java.util.Map;

/** Refusals before any endpoint, as the API's document of an error. */
final class RegistryErrors implements ErrorForm {
  private static final Map<String, String> HEADERS = Map.of("Content-Type", MediaTypes.PREFERRED);

  @Override
  public Map<String, String> headers() {
    return HEADERS;
  }

  @Override
  public byte[] refusal(int status, String text) {
    return document(status, text);
  }

  @Override
  public byte[] failure() {
    return document(50001, "Internal error");
  }

  private static byte[] document(int code, String message) {
    return ("{\"error_code\":" + code + ",\"message\":\"" + message + "\"}").getBytes(US_ASCII);
  }
}
