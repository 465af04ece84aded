package io.sluice.schema.json.known;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
  private static final List<String> ATOMS =
      List.of(
          "a", "b", ".", "[ab]", "[^a]", "[a-c]", "\\d", "\\w", "\\W", "\\.", "-", "[\\d_]", "_");
  private static final List<String> TIMES =
      List.of("", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?");

  @ParameterizedTest
  @CsvSource({
    "^f_,f_x,true",
    "^f_,xf_,false",
    "_id$,a_id,true",
    "_id$,a_idx,false",
    "^$,'',true",
    "'',anything,true",
    "^[a-z]+$,abc,true",
    "^[a-z]+$,aBc,false",
    "^x-,x-a,true",
    "^\\$,$a,true",
    "^S_.*$,S_,true",
    "'^[A-Z]{2,3}$',ABCD,false"
  })
  void what_is_plain_is_decided(String expression, String text, boolean matches) {
    assertThat(NamePattern.of(expression).matches(text)).contains(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a|b)", "a|b", "(?i)a", "\\bword", "(a+)+", "[[a]]", "a{1000}", "\\p{L}", "a**", "[", "\\"
      })
  void what_is_not_plain_is_not_decided(String expression) {
    assertThat(NamePattern.of(expression).matches("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "😀"})
  void names_beyond_ascii_are_not_decided(String name) {
    assertThat(NamePattern.of("^[^a]$").matches(name)).isEmpty();
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void it_decides_as_a_regular_expression_does(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder expression = new StringBuilder(random.nextBoolean() ? "^" : "");
    for (int i = random.nextInt(4); i >= 0; i--) {
      expression.append(ATOMS.get(random.nextInt(ATOMS.size())));
      expression.append(TIMES.get(random.nextInt(TIMES.size())));
    }
    expression.append(random.nextBoolean() ? "$" : "");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append("ab.1_-c".charAt(random.nextInt(7)));
    }

    Optional<Boolean> matches = NamePattern.of(expression.toString()).matches(text.toString());

    assertThat(matches)
        .as("%s in %s", expression, text)
        .contains(Pattern.compile(expression.toString()).matcher(text).find());
  }
}
