package io.sluice.pipeline.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.UnresolvedConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Invariant 9, for secrets of any characters. */
class RedactionPropertyTest {
  @Property(tries = 300)
  void a_secret_of_any_characters_is_gone_in_every_form(
      @ForAll
          @StringLength(min = 4, max = 40)
          @AlphaChars
          @Chars({
            '0', '9', ' ', '&', '%', '+', '=', '/', '\'', '"', '\\', '$', 'ä', '*', '|', '(', '\n'
          })
          String drawn) {
    String secret = drawn + "Z9"; // never one of the few words that anybody would guess
    Secrets secrets = new Secrets(Map.of("PW", secret), name -> Optional.empty());
    secrets.resolve(UnresolvedConfig.of(Map.of("x", "${env:PW}")));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));

    assertThat(secrets.redact("before " + secret + " after")).isEqualTo("before *** after");
    assertThat(secrets.redact("jdbc:x://h/d?p=" + url)).doesNotContain(url);
    assertThat(secrets.redact("Basic " + base64)).doesNotContain(base64);
  }
}
