package io.sluice.connector.table.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WholeNumbersTest {
  @Property(tries = 200)
  void a_number_is_new_once(
      @ForAll @Size(max = 300) List<@LongRange(min = -9_000, max = 9_000) Long> numbers) {
    check(numbers);
  }

  @Property(tries = 200)
  void a_number_is_new_once_wherever_it_lies(@ForAll @Size(max = 300) List<Long> numbers) {
    check(numbers);
  }

  private static void check(List<Long> numbers) {
    WholeNumbers set = new WholeNumbers();
    Set<Long> known = new HashSet<>();
    for (Long number : numbers) {
      assertThat(set.add(number)).isEqualTo(known.add(number));
    }
    List<Long> held = new ArrayList<>();
    set.forEach(held::add);
    assertThat(held).doesNotHaveDuplicates().hasSize(known.size());
    assertThat(new TreeSet<>(held)).isEqualTo(new TreeSet<>(known));
  }
}
