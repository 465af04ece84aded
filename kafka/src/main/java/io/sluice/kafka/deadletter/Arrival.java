package io.sluice.kafka.deadletter;

import io.sluice.kafka.deploy.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/** Waits until a sink has had the letters that were sent again, and says which failed again. */
public final class Arrival implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

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
   * @return whether it has, within that time
   * @throws ConnectException when Kafka does not answer
   */
  public boolean await(LetterReplay.Sent sent, Duration most) {
    Map<TopicPartition, Long> reached = sent.reached();
    long giveUp = System.nanoTime() + most.toNanos();
    while (!topics.hasReached(group, reached)) {
      if (System.nanoTime() > giveUp || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }

  /**
   * How many of the letters that were sent are letters once more.
   *
   * @throws ConnectException when Kafka does not answer
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
