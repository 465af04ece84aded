package io.sluice.bench.registry;

import io.sluice.bench.registry.KeptConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Registers and looks up by id, over a number of kept connections at once. A request that is not
 * answered in time counts with that time, and its connection is made anew.
 */
public final class RegistryLoad {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
  private static final int VERSIONS_OF_A_SUBJECT = 10;

  private final URI url;
  private final int connections;

  /**
   * @param url of the API, without a slash at the end
   */
  public RegistryLoad(URI url, int connections) {
    this.url = url;
    this.connections = connections;
  }

  /**
   * How it went.
   *
   * @param perSecond requests that were answered as they should be
   * @param p50 half of them took at most so many milliseconds
   * @param p99 likewise of ninety-nine in a hundred
   * @param unanswered those that nobody answered within {@link KeptConnection#READ_MILLIS}
   */
  public record Outcome(double perSecond, double p50, double p99, int unanswered) {}

  /** The level that ours has without being told. */
  public void setUp() throws IOException {
    try (Caller caller = new Caller(url)) {
      caller.ask(to -> to.send("PUT", "/config", "{\"compatibility\":\"BACKWARD\"}"));
    }
  }

  /**
   * Registers schemas that differ, ten versions a subject, each compatible with those before. The
   * connections go round the subjects: those who register at one time are different services.
   *
   * @param prefix of the subjects, new each time
   * @param ids where their ids go, in any order
   */
  public Outcome register(String prefix, int count, List<Integer> ids) throws Exception {
    AtomicInteger next = new AtomicInteger();
    int subjects = Math.max(1, count / VERSIONS_OF_A_SUBJECT);
    return run(
        caller -> {
          List<Integer> made = new ArrayList<>();
          for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
            String subject = prefix + n % subjects;
            String body = body(subject, n);
            Optional<Answer> answer =
                caller.ask(to -> to.send("POST", "/subjects/" + subject + "/versions", body));
            if (answer.isPresent()) {
              made.add(idOf(answer.get()));
            }
          }
          synchronized (ids) {
            ids.addAll(made);
          }
        });
  }

  /** Looks schemas up by their ids, any of them next, for a while. */
  public Outcome lookUp(List<Integer> ids, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    return run(
        caller -> {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          while (System.nanoTime() < end) {
            int id = ids.get(random.nextInt(ids.size()));
            caller.ask(to -> to.get("/schemas/ids/" + id));
          }
        });
  }

  private interface Work {
    void by(Caller caller) throws IOException;
  }

  private Outcome run(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      List<Future<Latencies>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(
            threads.submit(
                () -> {
                  try (Caller caller = new Caller(url)) {
                    work.by(caller);
                    return caller.latencies();
                  }
                }));
      }
      Latencies all = new Latencies();
      for (Future<Latencies> each : running) {
        all.add(each.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Outcome(
          all.answered() / seconds, all.percentile(0.5), all.percentile(0.99), all.unanswered());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Integer idOf(Answer answer) throws IOException {
    Matcher id = ID.matcher(answer.body());
    if (!id.find()) {
      throw new IOException("Expected an id but found " + answer.body());
    }
    return Integer.valueOf(id.group(1));
  }

  /** A record of some twenty fields, the last of which is its own. */
  private static String body(String subject, int n) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      fields
          .append("{\\\"name\\\":\\\"field_")
          .append(i)
          .append("\\\",\\\"type\\\":[\\\"null\\\",\\\"string\\\"],\\\"default\\\":null},");
    }
    return "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"namespace\\\":\\\""
        + subject.replace('-', '_')
        + "\\\",\\\"fields\\\":["
        + fields
        + "{\\\"name\\\":\\\"own_"
        + n
        + "\\\",\\\"type\\\":\\\"long\\\",\\\"default\\\":0}]}\"}";
  }
}
