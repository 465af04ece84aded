package io.sluice.state.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Several holders and a table of leases, each with a clock of its own; requests and answers that
 * take long, come late or get lost; holders that stand still for any time. At no moment do two
 * believe that they have the pipeline, and nothing is written with an older token than the newest.
 */
class TenureModelTest {
  private static final LeaseTerms TERMS = LeaseTerms.STANDARD;
  private static final long LENGTH = TERMS.length().toNanos();

  /**
   * One thing that happens.
   *
   * @param millis how much time passes before it
   * @param travelMillis how long a request takes, and its answer
   * @param answerLost whether the answer never comes
   */
  record Step(Kind kind, int holder, long millis, long travelMillis, boolean answerLost) {
    enum Kind {
      TAKE,
      RENEW,
      WRITE,
      RELEASE
    }
  }

  /** The row, as the database keeps it by its own clock. */
  private static final class Row {
    long token;
    int holder = -1;
    long endsAt;

    boolean take(int who, long now) {
      if (endsAt > now) {
        return false;
      }
      token++;
      holder = who;
      endsAt = now + LENGTH;
      return true;
    }

    boolean renew(int who, long now) {
      if (holder == who) {
        endsAt = now + LENGTH;
      }
      return holder == who;
    }
  }

  /** A clock that shows anything and runs by up to a percent too fast or too slow. */
  record Drift(long shows, int perMille) {
    long at(long real) {
      return shows + real + real / 1000 * perMille;
    }
  }

  /** An answer on its way. */
  private record Answer(long arrives, Runnable act) {}

  private long now;
  private final List<Answer> underWay = new ArrayList<>();

  @Property(tries = 2_000)
  void never_do_two_have_it_and_only_the_newest_writes(
      @ForAll("steps") List<Step> steps, @ForAll("clocks") List<Drift> clocks) {
    now = 0;
    underWay.clear();
    Row row = new Row();
    List<@Nullable Tenure> tenures = new ArrayList<>(List.of());
    for (int i = 0; i < 3; i++) {
      tenures.add(null);
    }
    Drift table = clocks.get(3);
    long newestWritten = 0;
    for (Step step : steps) {
      pass(Duration.ofMillis(step.millis()).toNanos(), tenures, clocks);
      int who = step.holder();
      Tenure mine = tenures.get(who);
      long asked = clocks.get(who).at(now);
      long travel = Duration.ofMillis(step.travelMillis()).toNanos();
      switch (step.kind()) {
        case TAKE -> {
          if (mine == null || mine.isLost()) {
            pass(travel, tenures, clocks);
            if (row.take(who, table.at(now))) {
              Tenure taken = new Tenure(row.token, TERMS, asked);
              // Who never hears that he has it does not act on it.
              answer(travel, step.answerLost(), () -> tenures.set(who, taken));
            }
          }
        }
        case RENEW -> {
          if (mine != null && !mine.isLost()) {
            pass(travel, tenures, clocks);
            boolean ours = row.renew(who, table.at(now)) && row.token == mine.token();
            answer(
                travel,
                step.answerLost(),
                () -> {
                  if (ours) {
                    mine.renewed(asked);
                  } else {
                    mine.lost();
                  }
                });
          }
        }
        case WRITE -> {
          // Held or not: a process that was stopped writes before it has looked at its clock.
          if (mine != null) {
            pass(travel, tenures, clocks);
            if (row.holder == who && row.token == mine.token()) {
              assertThat(mine.token()).isGreaterThanOrEqualTo(newestWritten);
              newestWritten = mine.token();
            } else {
              assertThat(mine.token()).isLessThan(row.token + 1);
            }
          }
        }
        case RELEASE -> {
          if (mine != null && !mine.isLost()) {
            mine.lost();
            if (row.holder == who && row.token == mine.token()) {
              row.holder = -1;
              row.endsAt = table.at(now);
            }
          }
        }
      }
      oneHasIt(tenures, clocks);
    }
  }

  private void answer(long travel, boolean lost, Runnable act) {
    if (!lost) {
      underWay.add(new Answer(now + travel, act));
    }
  }

  /** Time goes on, answers arrive in it; looked at whenever anything could have changed. */
  private void pass(long nanos, List<@Nullable Tenure> tenures, List<Drift> clocks) {
    long until = now + nanos;
    List<Answer> due = new ArrayList<>(underWay);
    due.removeIf(answer -> answer.arrives() > until);
    due.sort((a, b) -> Long.compare(a.arrives(), b.arrives()));
    underWay.removeAll(due);
    for (Answer answer : due) {
      now = Math.max(now, answer.arrives());
      answer.act().run();
      oneHasIt(tenures, clocks);
    }
    now = until;
    oneHasIt(tenures, clocks);
  }

  private void oneHasIt(List<@Nullable Tenure> tenures, List<Drift> clocks) {
    int holding = 0;
    for (int i = 0; i < tenures.size(); i++) {
      Tenure tenure = tenures.get(i);
      if (tenure != null && tenure.holds(clocks.get(i).at(now))) {
        holding++;
      }
    }
    assertThat(holding).isLessThanOrEqualTo(1);
    for (int i = 0; i < tenures.size(); i++) {
      Tenure ending = tenures.get(i);
      if (ending != null && ending.mayEnd(clocks.get(i).at(now))) {
        for (int j = 0; j < tenures.size(); j++) {
          Tenure other = tenures.get(j);
          assertThat(j != i && other != null && other.holds(clocks.get(j).at(now)))
              .as("one may still end what it runs, and another has it run")
              .isFalse();
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Drift>> clocks() {
    return Combinators.combine(
            Arbitraries.longs().between(-(1L << 60), 1L << 60),
            Arbitraries.integers().between(-10, 10))
        .as(Drift::new)
        .list()
        .ofSize(4);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(4, Step.Kind.TAKE),
                Tuple.of(5, Step.Kind.RENEW),
                Tuple.of(4, Step.Kind.WRITE),
                Tuple.of(1, Step.Kind.RELEASE)),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(0, 6_000),
            Arbitraries.longs().between(0, 12_000),
            Arbitraries.of(true, false, false, false))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }
}
