package io.sluice.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;

/** A form of errors that a test knows again. */
final class PlainErrors implements ErrorForm {
  @Override
  public Map<String, String> headers() {
    return Map.of("Content-Type", "text/plain", "X-Form", "bare");
  }

  @Override
  public byte[] refusal(int status, String text) {
    return ("refused: " + status + ", " + text).getBytes(US_ASCII);
  }

  @Override
  public byte[] failure() {
    return "failed".getBytes(US_ASCII);
  }
}
