package io.sluice.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.SchemaContract;

/**
 * What a pipeline on Kafka promises about the schemas of what its source writes into topics.
 *
 * @param contract the promise
 * @param place where the file makes it
 */
public record ContractOnKafka(SchemaContract contract, Place place) {
  public ContractOnKafka {
    requireNonNull(contract, "contract is null");
    requireNonNull(place, "place is null");
  }
}
