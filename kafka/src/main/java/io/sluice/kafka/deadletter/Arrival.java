package io.sluice.kafka.deadletter;

import io.sluice.kafka.wait.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** Waits until a sink has had the letters that were sent again, and says which failed again. */
public final class Arrival implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);

  private final Topics topics;
  private final DeadLetterTopic letters;
  private final String group;

  /**
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector who is waited for
   */
  public Arrival(Map<String, String> client, String sinkConnector) {
    topics = new Topics(client);
    letters = new DeadLetterTopic(client, sinkConnector);
    group = "connect-" + sinkConnector;
  }

  /**
   * Waits until the sink has committed what was sent.
   *
   * @param goOn asked again and again whether to wait any longer
   * @return whether it has, within that time
   * @throws LetterException when Kafka does not answer
   */
  public boolean await(LetterReplay.Sent sent, Duration most, BooleanSupplier goOn) {
    Map<TopicPartition, Long> reached = sent.reached();
    Patience patience = new Patience(most, LOOK_EVERY);
    try {
      while (!topics.hasReached(group, reached)) {
        if (!goOn.getAsBoolean() || !patience.again()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * How many of the letters that were sent are letters once more.
   *
   * @throws LetterException when Kafka does not answer
   */
  public long failedAgain(LetterReplay.Sent sent) {
    LetterMarks marks = letters.marks();
    AtomicLong count = new AtomicLong();
    letters.read(
        letter -> {
          if (marks.isOpen(letter) && letter.replay().equals(sent.replay())) {
            count.incrementAndGet();
          }
          return true;
        });
    return count.get();
  }

  @Override
  public void close() {
    topics.close();
  }
}
