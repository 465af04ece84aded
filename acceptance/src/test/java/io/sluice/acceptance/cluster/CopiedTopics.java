package io.sluice.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.kafka.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The topics between a workload's database and the sinks, as a consumer sees them that reads only
 * what is committed.
 */
record CopiedTopics(KafkaCluster brokers, PostgresDatabase source) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String name(String table) {
    return source.name() + ".public." + table;
  }

  /**
   * Nothing lost and nothing twice: each row of the journal once; of each customer every version
   * from the first to the newest, once and in order.
   */
  void holdEveryChangeOnceAndInOrder() {
    List<Long> journal =
        committed("journal").stream()
            .map(record -> payload(record.key()).get("seq").asLong())
            .toList();
    assertThat(journal).as("rows of the journal in the topic").doesNotHaveDuplicates();
    List<Long> written =
        source.rows("SELECT seq FROM journal").stream()
            .map(row -> ((Number) row.get(0)).longValue())
            .toList();
    assertThat(journal).as("rows of the journal in the topic").containsAll(written);

    Map<Long, Integer> newest = new HashMap<>();
    for (ConsumerRecord<String, String> record : committed("customers")) {
      long id = payload(record.key()).get("id").asLong();
      int version = payload(record.value()).get("after").get("version").asInt();
      Integer before = newest.put(id, version);
      if (before != null) {
        assertThat(version)
            .as("version of customer %s behind %s", id, before)
            .isEqualTo(before + 1);
      }
    }
    assertThat(newest.values().stream().mapToLong(Integer::longValue).sum())
        .as("newest versions of all customers, added up")
        .isEqualTo(source.number("SELECT sum(version) FROM customers"));
  }

  private List<ConsumerRecord<String, String>> committed(String table) {
    return brokers.committed(name(table));
  }

  private static JsonNode payload(String json) {
    try {
      JsonNode all = JSON.readTree(json);
      return all.has("payload") ? all.get("payload") : all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
