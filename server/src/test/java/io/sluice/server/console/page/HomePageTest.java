package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.view.PipelineState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HomePageTest {
  private static final List<Reading> ALL = Samples.readings(30);

  @Test
  void trouble_comes_first() {
    assertThat(home(HomeQuery.ALL).rows())
        .extracting(HomePage.Row::name)
        .startsWith("shop-failed", "shop-invalid", "shop-stalled", "shop-retrying");
  }

  @ParameterizedTest
  @EnumSource(HomeQuery.Group.class)
  void a_group_has_as_many_as_it_says(HomeQuery.Group group) {
    HomePage page = home(new HomeQuery("", "", group, HomeQuery.Sort.NAME));

    assertThat(page.tallies())
        .filteredOn(HomePage.Tally::current)
        .singleElement()
        .satisfies(tally -> assertThat(tally.count()).isEqualTo(page.rows().size()));
  }

  @Test
  void each_pipeline_is_in_one_group_beside_all() {
    List<HomePage.Tally> tallies = home(HomeQuery.ALL).tallies();

    assertThat(tallies.stream().skip(1).mapToInt(HomePage.Tally::count).sum()).isEqualTo(30);
    assertThat(HomeQuery.Group.IDLE.has(Samples.reading(PipelineState.COMPLETED))).isTrue();
    assertThat(HomeQuery.Group.TROUBLE.has(Samples.reading(PipelineState.FAILED))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "orders,orders-16",
    "ORDERS-16,orders-16",
    "retrying,shop-retrying",
    "shop.public.customers,shop-running",
    "data-team@,shop-running"
  })
  void names_states_owners_and_tables_are_found(String text, String expected) {
    assertThat(home(HomeQuery.of(text, "", "", "")).rows())
        .extracting(HomePage.Row::name)
        .contains(expected);
  }

  @Test
  void the_page_shown_has_an_address_that_shows_the_same() {
    HomeQuery query = HomeQuery.of(" a&b=ü ", "sales", "trouble", "lag");

    assertThat(query.address())
        .isEqualTo("/?q=a%26b%3D%C3%BC&namespace=sales&show=trouble&sort=lag");
    assertThat(HomeQuery.ALL.address()).isEqualTo("/");
    assertThat(HomeQuery.of("", "", "nonsense", "x")).isEqualTo(HomeQuery.ALL);
  }

  @Test
  void what_an_ended_run_measured_last_is_not_told_of_now() {
    assertThat(Samples.reading(PipelineState.RUNNING).freshness()).isPresent();
    assertThat(Samples.reading(PipelineState.FAILED).freshness()).isEmpty();
    assertThat(Samples.reading(PipelineState.STOPPED).lag()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING,pause restart stop",
    "STALLED,pause restart stop",
    "PAUSED,resume restart stop",
    "FAILED,start stop",
    "STOPPED,start run-once",
    "COMPLETED,start run-once",
    "STOPPING,",
    "INVALID,"
  })
  void what_makes_sense_in_a_state_is_offered(PipelineState state, String expected) {
    assertThat(Action.of(Samples.reading(state).pipeline()).stream().map(Action::id))
        .containsExactly(expected == null ? new String[0] : expected.split(" "));
  }

  @Test
  void a_wish_is_told_only_where_it_is_not_what_is_seen() {
    assertThat(row(PipelineState.STOPPING).wanted()).contains("wanted stopped");
    assertThat(row(PipelineState.STOPPED).wanted()).isEmpty();
    assertThat(row(PipelineState.FAILED).wanted()).isEmpty();
  }

  @Test
  void an_error_is_told_with_where_it_was_and_what_to_do() {
    Trouble trouble = Troubles.of(Samples.reading(PipelineState.FAILED), true).get(0);

    assertThat(trouble.what()).contains("expected DECIMAL(10,2) but found STRING");
    assertThat(trouble.hint()).contains("Add a cast, or change the contract, then restart it");
    assertThat(trouble.where().orElseThrow())
        .contains("sink warehouse, task 0", "put", "shop.public.orders", "9f2c41aa", "0/1A2B3C");
    assertThat(Troubles.of(Samples.reading(PipelineState.FAILED), false).get(0).where())
        .as("who may not look at records, of which a position may be made")
        .hasValue("sink warehouse, task 0, in put · shop.public.orders · key 9f2c41aa");
    assertThat(trouble.runbook())
        .hasValue(new Link("troubleshoot", "/docs/how-to/troubleshoot.md"));
  }

  private static HomePage.Row row(PipelineState state) {
    return HomePage.of(
            Samples.frame("x", Place.PIPELINES),
            HomeQuery.ALL,
            List.of(Samples.reading(state)),
            List.of())
        .rows()
        .get(0);
  }

  private static HomePage home(HomeQuery query) {
    return HomePage.of(Samples.frame("x", Place.PIPELINES), query, ALL, Samples.lately());
  }
}
