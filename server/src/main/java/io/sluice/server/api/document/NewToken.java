package io.sluice.server.api.document;

/** A token that was made. */
@Meaning("A token that was made; its secret is told this once")
public record NewToken(
    TokenDocument token, @Meaning("What is sent as: Authorization: Bearer ...") String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return token.toString();
  }
}
