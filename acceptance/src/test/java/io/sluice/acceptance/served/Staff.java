package io.sluice.acceptance.served;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Two people at the API: one says how pipelines are to be, the other edits a file, replays dead
 * letters and makes tokens. What they do follows from a seed; what comes of it is in the deeds.
 */
final class Staff implements AutoCloseable {
  private static final List<String> WISHES =
      List.of("pause", "resume", "stop", "start", "start", "restart");

  /** What is edited. */
  static final String DESCRIPTION = "description of " + ServedShop.EDITED;

  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

  private final ServedShop shop;
  private final Deeds deeds;
  private final AtomicLong count = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Future<?>> people;
  private volatile boolean leaving;

  Staff(ServedShop shop, Deeds deeds, SplittableRandom random) {
    this.shop = shop;
    this.deeds = deeds;
    ServedShop.PIPELINES.forEach(pipeline -> deeds.begin(pipeline, "running"));
    deeds.begin(DESCRIPTION, ServedShop.FIRST);
    SplittableRandom one = random.split();
    SplittableRandom other = random.split();
    this.people =
        List.of(
            threads.submit(() -> work(() -> wish(one))),
            threads.submit(() -> work(() -> change(other))));
  }

  /** Something that one does. */
  private interface Deed {
    void happen() throws IOException, InterruptedException;
  }

  private @Nullable Void work(Deed deed) throws InterruptedException {
    while (!leaving) {
      try {
        deed.happen();
      } catch (IOException away) {
        // It was killed while somebody only looked.
      }
      LockSupport.parkNanos(REST_NANOS);
    }
    return null;
  }

  private void wish(SplittableRandom random) throws InterruptedException {
    String pipeline = ServedShop.PIPELINES.get(random.nextInt(ServedShop.PIPELINES.size()));
    String wish = WISHES.get(random.nextInt(WISHES.size()));
    String reason = reason(wish);
    Optional<HttpResponse<String>> answer =
        shop.api().post("/pipelines/" + pipeline + "/" + wish + "?reason=" + reason, "");
    switch (wish) {
      case "pause" -> deeds.note(reason, answer, pipeline, "paused");
      case "stop" -> deeds.note(reason, answer, pipeline, "stopped");
      case "restart" -> deeds.note(reason, answer);
      default -> deeds.note(reason, answer, pipeline, "running");
    }
  }

  private void change(SplittableRandom random) throws IOException, InterruptedException {
    switch (random.nextInt(3)) {
      case 0 -> edit();
      case 1 -> replay();
      default -> makeToken();
    }
  }

  private void edit() throws IOException, InterruptedException {
    String path = "/pipelines/" + ServedShop.EDITED + "/file";
    HttpResponse<String> file = shop.api().ask(path);
    if (file.statusCode() != 200) {
      return;
    }
    String reason = reason("edit");
    String text = file.body().replaceFirst("(?m)^description: .*$", "description: " + reason);
    String tag = file.headers().firstValue("ETag").orElseThrow();
    deeds.note(reason, shop.api().put(path + "?reason=" + reason, text, tag), DESCRIPTION, reason);
  }

  private void replay() throws InterruptedException {
    String reason = reason("replay");
    Optional<HttpResponse<String>> answer =
        shop.api()
            .post(
                "/pipelines/"
                    + ServedShop.REFUSING
                    + "/dead-letters/replay?wait=20&reason="
                    + reason,
                "{\"all\": true}");
    // One that goes on, or had nothing to do, is none that was done.
    boolean done =
        answer
            .filter(one -> one.statusCode() == 200)
            .map(ServerApi::json)
            .filter(job -> job.path("state").asText().equals("done"))
            .filter(job -> job.path("meant").asLong() > 0)
            .isPresent();
    if (done || answer.isEmpty() || answer.get().statusCode() >= 500) {
      deeds.note(reason, answer);
    }
  }

  private void makeToken() throws InterruptedException {
    String reason = reason("token");
    Optional<HttpResponse<String>> answer =
        shop.api()
            .post(
                "/tokens?reason=" + reason,
                "{\"name\": \"" + reason + "\", \"grants\": {\"*\": \"viewer\"}}");
    if (deeds.note(reason, answer)) {
      deeds.keep(reason, ServerApi.json(answer.orElseThrow()).path("secret").asText());
    }
  }

  private String reason(String what) {
    return what + "-" + count.incrementAndGet();
  }

  /** They end what they are at, and go. */
  void leave() throws Exception {
    leaving = true;
    for (Future<?> one : people) {
      one.get(90, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    leaving = true;
    threads.shutdownNow();
  }
}
