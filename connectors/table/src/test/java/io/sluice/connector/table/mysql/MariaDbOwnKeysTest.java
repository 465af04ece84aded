package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.OwnKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MariaDbOwnKeysTest extends OwnKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Override
  protected List<String> looseColumns() {
    return List.of("varchar(9) collate utf8mb4_general_ci", "char(9)");
  }

  /** Rows are found by an exact comparison here, whatever the column's own. */
  @Override
  @Test
  protected void a_key_that_takes_different_texts_for_one_is_refused_by_name() throws Exception {
    target.execute("create table t (k varchar(9) collate utf8mb4_general_ci, v bigint)");
    for (int round = 0; round < 2; round++) {
      put("t", "a", round);
      put("t", "A", round);
      put("t", "a ", round);
      records.committed();
    }
    assertThat(target.rows("select v from t")).containsExactly("1", "1", "1");
  }

  /** An index compares as its column does: what it takes for another key is a record error. */
  @Override
  @Test
  protected void keys_of_a_plain_text_column_are_told_apart_by_every_character() throws Exception {
    target.execute(
        "create table t (k varchar(9) collate utf8mb4_general_ci primary key, v bigint)");
    put("t", "a", 1);
    put("t", "A", 2);
    records.committed();
    assertThat(target.rows("select k, v from t")).containsExactly("a|1");
    assertThat(sink.reported()).hasSize(1);
  }
}
