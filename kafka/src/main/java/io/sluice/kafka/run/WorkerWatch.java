package io.sluice.kafka.run;

import io.sluice.kafka.deploy.Causes;
import io.sluice.kafka.worker.ConnectWorker;
import io.sluice.kafka.worker.TaskCalls;
import io.sluice.kafka.worker.TaskWaits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens on a worker that Connect does not say: tasks that came, went and were moved in its
 * group, tasks of its own that hang or try something again and again, and why tasks failed. For one
 * thread.
 */
public final class WorkerWatch {
  /** As in a direct run. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final int ANSWER_MILLIS = 2_000;

  private final ConnectWorker worker;
  private final Moves moves = new Moves(WorkerWatch::answers);
  private Set<String> toldLate = Set.of();
  private Set<String> toldWaits = Set.of();
  private Set<String> toldFailed = Set.of();

  /**
   * Something that people should know.
   *
   * @param text a line, secrets not yet taken out
   * @param bad whether something is wrong
   */
  public record News(String text, boolean bad) {}

  public WorkerWatch(ConnectWorker worker) {
    this.worker = worker;
  }

  /** What is new since the last look. */
  public List<News> look() {
    List<ConnectWorker.TaskState> tasks = worker.tasks();
    List<News> news = new ArrayList<>();
    moves.keep(tasks.stream().map(ConnectWorker.TaskState::connector).collect(Collectors.toSet()));
    moves
        .look(
            tasks.stream()
                .filter(ConnectWorker.TaskState::runs)
                .map(task -> new Moves.Task(task.connector(), task.number(), task.worker()))
                .toList())
        .forEach(line -> news.add(new News(line, false)));
    Set<String> late = new HashSet<>();
    for (TaskCalls.Call call : worker.calls().all()) {
      // A poll may wait for records.
      if (!call.what().equals("poll") && call.lasts().compareTo(LATE) > 0) {
        String name = call.connector() + " task " + call.task();
        late.add(name + call.what());
        if (!toldLate.contains(name + call.what())) {
          news.add(
              new News(
                  name
                      + " does not advance: it has been in "
                      + call.what()
                      + " for "
                      + call.lasts().toSeconds()
                      + " s",
                  true));
        }
      }
    }
    toldLate = late;
    Set<String> waits = new HashSet<>();
    for (TaskWaits.Wait wait : worker.waits().all()) {
      String line = wait.connector() + " task " + wait.task() + " tries again: " + wait.why();
      waits.add(line);
      if (!toldWaits.contains(line)) {
        news.add(new News(line, true));
      }
    }
    toldWaits = waits;
    Set<String> failed = new HashSet<>();
    for (ConnectWorker.TaskState task : tasks) {
      if (task.state().equals("FAILED")) {
        String line =
            task.connector() + " task " + task.number() + " failed: " + Causes.line(task.trace());
        failed.add(line);
        if (!toldFailed.contains(line)) {
          news.add(new News(line, true));
        }
      }
    }
    toldFailed = failed;
    return news;
  }

  /** Whether somebody listens there: a worker that has ended or is cut off does not. */
  private static boolean answers(String worker) {
    int colon = worker.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      String host = worker.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      int port = Integer.parseInt(worker.substring(colon + 1));
      socket.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
