package io.sluice.server.access.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenTextTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void a_token_is_known_by_how_it_looks() {
    TokenText made = TokenText.make(random);

    assertThat(made.secret()).matches("slc_[0-9A-Za-z]{59}");
    assertThat(TokenText.parse(made.secret()).orElseThrow().id()).isEqualTo(made.id());
    assertThat(made.secret()).startsWith("slc_" + made.id());
    assertThat(made.toString()).doesNotContain(made.secret().substring(14));
  }

  @Property(tries = 300)
  void one_character_that_differs_makes_it_none(
      @ForAll @IntRange(min = 0, max = 62) int at,
      @ForAll @CharRange(from = '0', to = 'z') char c) {
    String secret = TokenText.make(random).secret();
    String other = secret.substring(0, at) + c + secret.substring(at + 1);

    assertThat(TokenText.parse(other).isPresent()).isEqualTo(other.equals(secret));
  }

  @Property(tries = 200)
  void a_piece_of_one_is_none(@ForAll @IntRange(min = 0, max = 62) int length) {
    String secret = TokenText.make(random).secret();

    assertThat(TokenText.parse(secret.substring(0, length))).isEmpty();
    assertThat(TokenText.parse(secret + secret.substring(0, Math.max(1, length)))).isEmpty();
  }

  /** A leaked one is found by tools that are not ours. */
  @Test
  void the_checksum_is_the_one_that_scanners_compute() {
    // python3: zlib.crc32(b"slc_" + b"0" * 53) in base 62
    String body = "slc_" + "0".repeat(53);

    assertThat(TokenText.parse(body + CHECKSUM_OF_ZEROS)).isPresent();
  }

  private static final String CHECKSUM_OF_ZEROS = "2LeqQp";
}
