package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.StoredFormCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class MariaDbStoredFormTest extends StoredFormCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Test
  void decimals_that_version_1_was_rewriting_are_rewritten() throws Exception {
    stored("v1");
    start(Map.of("name", "shop"));
    Schema row =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("total", Schema.STRING_SCHEMA)
            .build();
    Struct third = new Struct(row).put("id", 3L).put("total", "7.25");
    sink.append("shop.public.totals", Records.KEY, Records.key(3), row, third);
    records.committed();
    assertThat(target.rows("select id, total from totals order by id"))
        .containsExactly("1|1.5", "2|20", "3|7.25");
    assertThat(target.commentOf("totals", "total")).containsExactly("of ours");
  }
}
