package io.sluice.project.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemedyTest {
  @Test
  void statements_are_taken_out_of_what_connectors_say() {
    assertThat(
            Remedy.of(
                    "role x may not read public.t. Run: GRANT USAGE ON SCHEMA \"public\" TO x;"
                        + " GRANT SELECT ON \"public\".\"t\" TO x;")
                .statements())
        .containsExactly(
            "GRANT USAGE ON SCHEMA \"public\" TO x;", "GRANT SELECT ON \"public\".\"t\" TO x;");
    assertThat(
            Remedy.of("expected 'logical'. Run: ALTER SYSTEM SET wal_level = logical; and restart")
                .statements())
        .containsExactly("ALTER SYSTEM SET wal_level = logical;");
    assertThat(Remedy.of("As the owner: GRANT CREATE ON SCHEMA \"s\" TO \"u\"").statements())
        .containsExactly("GRANT CREATE ON SCHEMA \"s\" TO \"u\";");
  }

  @Test
  void a_semicolon_in_a_name_ends_no_statement() {
    assertThat(
            Remedy.of("Run: ALTER TABLE \"public\".\"a\"\"; DROP TABLE x\" REPLICA IDENTITY FULL;")
                .statements())
        .containsExactly("ALTER TABLE \"public\".\"a\"\"; DROP TABLE x\" REPLICA IDENTITY FULL;");
  }

  @Test
  void what_is_left_to_be_filled_in_is_nothing_to_be_copied() {
    assertThat(
            Remedy.of("or: ALTER SYSTEM SET max_replication_slots = ...; and restart").statements())
        .isEmpty();
    assertThat(Remedy.of("Make it (CREATE SCHEMA), or name another.").statements()).isEmpty();
  }
}
