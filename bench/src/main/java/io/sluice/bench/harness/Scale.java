package io.sluice.bench.harness;

/**
 * How large the work is.
 *
 * @param runs rounds that count; a median of fewer than three says little
 * @param snapshotRows rows of a snapshot held against a physical limit
 * @param peerSnapshotRows rows of a snapshot held against a peer that is an order slower
 * @param streamEvents inserts of a stream held against a physical limit
 * @param peerStreamEvents inserts of a stream held against a peer
 * @param preparedRecords records through the engine alone
 * @param latencySeconds how long transactions are written for one run of latency
 * @param memoryRows rows of the snapshot whose memory is watched
 * @param singleTransactions transactions of one row each in a stream
 * @param stepSeconds how long one pace is held where the highest is looked for
 * @param tables tables of a database that has very many
 * @param largeTableRows rows of a table that is changed in parts
 * @param topicRecords records through a topic, held against a peer
 * @param registrySchemas schemas of a registry that has very many
 */
public record Scale(
    int runs,
    long snapshotRows,
    long peerSnapshotRows,
    long streamEvents,
    long peerStreamEvents,
    long preparedRecords,
    int latencySeconds,
    long memoryRows,
    long singleTransactions,
    int stepSeconds,
    int tables,
    long largeTableRows,
    long topicRecords,
    int registrySchemas) {

  /** What the published figures are made with. */
  public static final Scale FULL =
      new Scale(
          5,
          5_000_000,
          1_000_000,
          1_000_000,
          500_000,
          20_000_000,
          15,
          20_000_000,
          300_000,
          5,
          10_000,
          10_000_000,
          500_000,
          100_000);

  /** All of it in minutes: the same code, smaller work, hence rougher figures. */
  public static final Scale QUICK =
      new Scale(
          3, 1_000_000, 100_000, 200_000, 50_000, 5_000_000, 2, 1_000_000, 50_000, 2, 1_000,
          1_000_000, 200_000, 10_000);
}
