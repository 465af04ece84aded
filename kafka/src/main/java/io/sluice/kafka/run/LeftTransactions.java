package io.sluice.kafka.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker that was killed has left open in Kafka. Until it is ended nobody who reads only
 * what is committed comes past it; a worker is among them, which reads its offsets so when it
 * starts. Kafka itself ends it when the producer's time is over, which takes a minute.
 */
final class LeftTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(LeftTransactions.class);
  private static final long LIMIT_SECONDS = 30;

  private LeftTransactions() {}

  /**
   * Ends those of a group of which no worker is alive: one that lived would be cut off. Where it
   * cannot be done it is logged, and Kafka's own time has to be waited for.
   *
   * @param group by whose name Connect calls its transactions
   */
  static void end(String bootstrapServers, String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Collection<TransactionListing> open =
          admin
              .listTransactions(
                  new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
              .all()
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<String> left =
          open.stream()
              .map(TransactionListing::transactionalId)
              .filter(id -> isOf(group, id))
              .toList();
      if (!left.isEmpty()) {
        LOG.info("Ending transactions that a killed worker has left open: {}", left);
        admin.fenceProducers(left).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Transactions that a killed worker has left open were not ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks' are called after the group, connector and task, the leader's by a rule of its own. */
  private static boolean isOf(String group, String transaction) {
    return transaction.startsWith(group + "-")
        || transaction.equals(DistributedConfig.transactionalProducerId(group));
  }
}
