package io.sluice.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.SchemaContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractSettingsTest {
  @Test
  void every_word_of_a_contract_comes_back() {
    SchemaContract other =
        new SchemaContract(
            SchemaContract.Format.PROTOBUF,
            Optional.of(SchemaContract.Compatibility.FULL_TRANSITIVE),
            SchemaContract.OnChange.FREEZE,
            SchemaContract.OnIncompatible.FREEZE,
            SchemaContract.OnSchemaless.PASS,
            SchemaContract.SubjectName.TOPIC_RECORD,
            false,
            Optional.empty());

    assertThat(ContractSettings.read(ContractSettings.of(other))).isEqualTo(other);
    assertThat(ContractSettings.read(ContractSettings.of(SchemaContract.DEFAULT)))
        .isEqualTo(SchemaContract.DEFAULT);
    assertThat(ContractSettings.read(Map.of())).isEqualTo(SchemaContract.DEFAULT);
  }

  @Test
  void a_word_that_is_none_is_named() {
    assertThatThrownBy(() -> ContractSettings.read(Map.of("format", "thrift")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format")
        .hasMessageContaining("thrift");
  }
}
