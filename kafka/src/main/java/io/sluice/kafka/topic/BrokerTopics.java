package io.sluice.kafka.topic;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Looks at topics on the brokers, and does what a plan says. For one thread. */
public final class BrokerTopics implements AutoCloseable {
  private static final int SECONDS = 15;

  private final String servers;
  private final Admin admin;

  /**
   * Nobody is asked yet.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @throws TopicException when they are wrong
   */
  public BrokerTopics(Map<String, String> client) {
    servers = client.getOrDefault("bootstrap.servers", "");
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("client.id", "sluice-topics");
    settings.putIfAbsent("default.api.timeout.ms", String.valueOf(SECONDS * 1_000));
    settings.putIfAbsent("request.timeout.ms", String.valueOf(SECONDS * 1_000));
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw new TopicException("no client for Kafka at " + servers + ": " + e.getMessage(), e);
    }
  }

  /**
   * All topics that somebody asks for and that are there.
   *
   * @throws TopicException when the brokers do not answer or refuse
   */
  public Map<String, TopicState> look(List<TopicDemand> demands) {
    Set<String> names = new HashSet<>(got(admin.listTopics().names()));
    names.removeIf(name -> demands.stream().noneMatch(demand -> demand.covers(name)));
    Map<String, TopicDescription> described = got(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        got(admin.describeConfigs(names.stream().map(BrokerTopics::resource).toList()).all());
    Map<String, TopicState> states = new HashMap<>();
    described.forEach(
        (name, topic) ->
            states.put(
                name, state(topic, configs.getOrDefault(resource(name), new Config(List.of())))));
    return states;
  }

  private static TopicState state(TopicDescription topic, Config config) {
    Map<String, String> settings = new HashMap<>();
    Set<String> own = new HashSet<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.value() != null) {
        settings.put(entry.name(), entry.value());
      }
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        own.add(entry.name());
      }
    }
    return new TopicState(
        topic.partitions().size(), topic.partitions().get(0).replicas().size(), settings, own);
  }

  /**
   * Has the brokers judge what would be done; nothing is.
   *
   * @throws TopicException when they do not answer
   */
  public List<Problem> problems(TopicPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (TopicPlan.Step step : plan.changes()) {
      refusal(step, true)
          .ifPresent(
              why ->
                  problems.add(
                      Problem.error(
                          step.demand().place(),
                          "Kafka refuses what is said of topic " + step.topic() + ": " + why,
                          null)));
    }
    return problems;
  }

  /**
   * Does one step of a plan. What somebody else has made meanwhile is left as it is.
   *
   * @throws TopicException when the brokers do not answer or refuse
   */
  public void apply(TopicPlan.Step step) {
    refusal(step, false)
        .ifPresent(
            why -> {
              throw new TopicException("topic " + step.topic() + ": " + why, null);
            });
  }

  private Optional<String> refusal(TopicPlan.Step step, boolean onlyJudge) {
    try {
      switch (step.action()) {
        case CREATE -> create(step, onlyJudge);
        case CHANGE -> change(step, onlyJudge);
        case KEEP -> {}
      }
      return Optional.empty();
    } catch (TopicException e) {
      Throwable why = e.getCause();
      if (why instanceof TopicExistsException) {
        return Optional.empty();
      }
      if (why instanceof ApiException && !(why instanceof RetriableException)) {
        return Optional.of(String.valueOf(why.getMessage()));
      }
      throw e;
    }
  }

  private void create(TopicPlan.Step step, boolean onlyJudge) {
    Optional<Integer> partitions = Optional.empty();
    Optional<Short> replicas = Optional.empty();
    Map<String, String> configs = new HashMap<>();
    for (TopicPlan.Change change : step.changes()) {
      String value = String.valueOf(change.after());
      switch (change.key()) {
        case TopicSpec.PARTITIONS -> partitions = Optional.of(Integer.valueOf(value));
        case TopicSpec.REPLICATION_FACTOR -> replicas = Optional.of(Short.valueOf(value));
        default -> configs.put(change.key(), value);
      }
    }
    NewTopic topic = new NewTopic(step.topic(), partitions, replicas).configs(configs);
    got(
        admin
            .createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(onlyJudge))
            .all());
  }

  private void change(TopicPlan.Step step, boolean onlyJudge) {
    List<AlterConfigOp> operations = new ArrayList<>();
    for (TopicPlan.Change change : step.changes()) {
      String after = change.after();
      if (change.key().equals(TopicSpec.PARTITIONS)) {
        NewPartitions more = NewPartitions.increaseTo(Integer.parseInt(String.valueOf(after)));
        got(
            admin
                .createPartitions(
                    Map.of(step.topic(), more),
                    new CreatePartitionsOptions().validateOnly(onlyJudge))
                .all());
      } else {
        operations.add(
            new AlterConfigOp(
                new ConfigEntry(change.key(), after),
                after == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET));
      }
    }
    if (!operations.isEmpty()) {
      got(
          admin
              .incrementalAlterConfigs(
                  Map.of(resource(step.topic()), operations),
                  new AlterConfigsOptions().validateOnly(onlyJudge))
              .all());
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private <T> T got(KafkaFuture<T> asked) {
    try {
      return asked.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean answered = cause instanceof ApiException && !(cause instanceof RetriableException);
      throw new TopicException(
          "Kafka at "
              + servers
              + (answered ? " refuses: " + cause.getMessage() : " does not answer"),
          cause);
    } catch (TimeoutException e) {
      throw new TopicException("Kafka at " + servers + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("interrupted while Kafka at " + servers + " answers", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
