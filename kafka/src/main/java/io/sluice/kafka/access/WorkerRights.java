package io.sluice.kafka.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a worker must be allowed on a cluster before it can begin: its three topics, its group, and
 * its transactions. Without them it would try for minutes. Only what Kafka tells about rights
 * without using them is found here.
 */
public final class WorkerRights {
  private static final List<String> TOPICS =
      List.of("config.storage.topic", "offset.storage.topic", "status.storage.topic");
  private static final Set<AclOperation> OF_TOPICS = Set.of(AclOperation.READ, AclOperation.WRITE);
  private static final int SECONDS = 15;

  private final Admin admin;
  private final Map<String, String> worker;
  private final List<String> missing = new ArrayList<>();

  private WorkerRights(Admin admin, Map<String, String> worker) {
    this.admin = admin;
    this.worker = worker;
  }

  /**
   * Checks them all.
   *
   * @param admin logged in as the worker
   * @param worker its settings
   * @throws KafkaAccessException naming every right that is missing
   */
  public static void check(Admin admin, Map<String, String> worker) {
    WorkerRights rights = new WorkerRights(admin, worker);
    try {
      rights.topics();
      rights.group();
      rights.transactions();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaAccessException("interrupted while rights are checked", "Ask again.", e);
    }
    if (!rights.missing.isEmpty()) {
      throw new KafkaAccessException(
          "on Kafka at "
              + worker.get("bootstrap.servers")
              + " the worker's user lacks rights: "
              + String.join("; ", rights.missing),
          "Give them with kafka-acls --add --allow-principal User:NAME --operation ...",
          null);
    }
  }

  private void topics() throws InterruptedException {
    for (String setting : TOPICS) {
      String topic = worker.getOrDefault(setting, "");
      if (!topic.isEmpty()) {
        topic(topic);
      }
    }
  }

  private void topic(String topic) throws InterruptedException {
    Throwable failure = null;
    try {
      TopicDescription there =
          admin
              .describeTopics(
                  List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .allTopicNames()
              .get(SECONDS, TimeUnit.SECONDS)
              .get(topic);
      Set<AclOperation> allowed = there == null ? null : there.authorizedOperations();
      if (allowed != null && !allowed.containsAll(OF_TOPICS)) {
        missing.add(names(allowed) + " of topic " + topic);
      }
    } catch (ExecutionException e) {
      failure = e.getCause();
    } catch (TimeoutException e) {
      return; // It is slow; what is wrong, if anything, shows later.
    }
    if (failure instanceof UnknownTopicOrPartitionException) {
      NewTopic wanted = new NewTopic(topic, 1, (short) -1);
      CreateTopicsOptions pretended = new CreateTopicsOptions().validateOnly(true);
      need(
          admin.createTopics(List.of(wanted), pretended).all(),
          "Create (and Read, Write) of topic " + topic);
    } else if (failure instanceof AuthorizationException) {
      missing.add("Create, Read, Write of topic " + topic);
    }
  }

  private void group() throws InterruptedException {
    String group = worker.getOrDefault("group.id", "");
    if (!group.isEmpty()) {
      need(admin.describeClassicGroups(List.of(group)).all(), "Read of group " + group);
    }
  }

  /** Connect's own name of the transactions in which its leader writes. */
  private void transactions() throws InterruptedException {
    String support = worker.getOrDefault("exactly.once.source.support", "disabled");
    if (!support.equals("disabled")) {
      String id = "connect-cluster-" + worker.getOrDefault("group.id", "");
      need(admin.describeTransactions(List.of(id)).all(), "Write of transactional id " + id);
    }
  }

  /** Whatever else becomes of the question: it is asked for the right alone. */
  private void need(KafkaFuture<?> answer, String right) throws InterruptedException {
    try {
      answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        missing.add(right);
      }
    } catch (TimeoutException e) {
      return; // As above.
    }
  }

  private static String names(Set<AclOperation> allowed) {
    return OF_TOPICS.stream()
        .filter(operation -> !allowed.contains(operation))
        .map(
            operation ->
                operation.name().charAt(0) + operation.name().substring(1).toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
