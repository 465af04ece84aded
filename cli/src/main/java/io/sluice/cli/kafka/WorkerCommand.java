package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.logging.Logs;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.kafka.broker.BrokerException;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.WorkerWatch;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice worker}. */
@Command(
    name = "worker",
    header = "Run a Kafka Connect worker with the plugins that are here.",
    description = {
      "It is Kafka Connect's own distributed worker with its whole REST API. Without a cluster it"
          + " starts a Kafka broker too, in the same process, whose data stays in .sluice/kafka.",
      "With --bootstrap, or bootstrap.servers in --config, it joins the group of workers on that"
          + " cluster. Ctrl-C stops its tasks in order and hands them to the others.",
      "The log is in .sluice/logs/worker.log."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice worker                                        broker and worker, for this machine",
      "  sluice worker --bootstrap kafka1:9092,kafka2:9092 --listen 10.0.0.5:8083",
      "  sluice worker --config connect-distributed.properties"
    })
public final class WorkerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
  private static final long LOOK_AGAIN_MS = 500;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final String BOOTSTRAP = "bootstrap.servers";

  private final Surroundings around;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings of the worker by Kafka Connect's own names, such as the file"
              + " connect-distributed.properties; they win over what Sluice sets by itself.")
  private @Nullable Path config;

  @Option(
      names = "--bootstrap",
      paramLabel = "SERVERS",
      description = "The cluster to join, as host:port,host:port. Default: a broker of its own.")
  private @Nullable String bootstrap;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description =
          "Where the REST API listens, as host:port; port 0 takes a free one. Whoever reaches it"
              + " may do anything that the worker may. Default: 127.0.0.1:8083.")
  private @Nullable String listen;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description =
          "Where the broker of its own listens on this machine; 0 takes a free one. Default:"
              + " ${DEFAULT-VALUE}.")
  private int kafkaPort = BrokerSettings.USUAL_PORT;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public WorkerCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Output output = common.output(around);
    Path state = options.stateFolder(around);
    try (Logs logs = Logs.toFile(state, "worker", around.redaction(), common.debug())) {
      logs.quiet(KafkaLoggers.CHATTY);
      CountDownLatch stop = new CountDownLatch(1);
      long began = System.nanoTime();
      try (StopSignals signals = StopSignals.handle(stop::countDown);
          LocalKafka kafka = start(state)) {
        tell(kafka, output, state, Duration.ofNanos(System.nanoTime() - began));
        Optional<String> failure = await(kafka, stop, output);
        failure.ifPresent(reason -> output.line(Style.BAD, "Failed: " + reason));
        return (failure.isPresent() ? ExitCode.FAILED : ExitCode.OK).number();
      }
    }
  }

  private LocalKafka start(Path state) {
    Map<String, String> said = said();
    List<Path> plugins = options.connectPath(around);
    try {
      if (said.containsKey(BOOTSTRAP)) {
        return LocalKafka.join(WorkerSettings.inGroup(address(), plugins, said));
      }
      BrokerSettings broker =
          BrokerSettings.in(state.resolve(KafkaAddress.FOLDER)).onPort(kafkaPort);
      return LocalKafka.start(
          broker, servers -> WorkerSettings.alone(servers, address(), plugins, said));
    } catch (BrokerException | WorkerException e) {
      LOG.error("Not started", e);
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  private String address() {
    return listen == null ? "127.0.0.1:" + WorkerSettings.USUAL_PORT : listen;
  }

  /** What the user says of the worker. */
  private Map<String, String> said() {
    Map<String, String> said = new LinkedHashMap<>();
    Path file = config;
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(around.resolve(file), StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "cannot read " + file + ": " + e.getMessage(),
            "It is to be a file of lines key=value, as connect-distributed.properties.",
            e);
      }
      properties.stringPropertyNames().forEach(key -> said.put(key, properties.getProperty(key)));
    }
    if (bootstrap != null) {
      said.put(BOOTSTRAP, bootstrap);
    }
    if (listen != null) {
      said.remove("listeners");
    }
    return said;
  }

  private void tell(LocalKafka kafka, Output output, Path state, Duration took) {
    Map<String, Object> document = new LinkedHashMap<>();
    kafka
        .broker()
        .ifPresent(
            broker -> {
              document.put("kafka", broker.bootstrapServers());
              output.line("Kafka         " + broker.bootstrapServers());
            });
    document.put("connect", kafka.worker().url().toString());
    document.put("log", state.resolve("logs/worker.log").toString());
    output.line("Kafka Connect " + kafka.worker().url());
    output.line(Style.FAINT, "Ready after " + Figures.time(took) + ". Ctrl-C stops.");
    output.document(document);
  }

  private Optional<String> await(LocalKafka kafka, CountDownLatch stop, Output output)
      throws InterruptedException {
    WorkerWatch watch = new WorkerWatch(kafka.worker());
    while (!stop.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      Optional<String> failure = kafka.failure();
      if (failure.isPresent()) {
        return failure;
      }
      watch.look().forEach(news -> tell(news, output));
    }
    return Optional.empty();
  }

  /** On the terminal with the time, and in the log. */
  private void tell(WorkerWatch.News news, Output output) {
    String text = around.redaction().apply(news.text());
    if (news.bad()) {
      LOG.warn("{}", text);
    } else {
      LOG.info("{}", text);
    }
    String time = TIME.withZone(ZoneId.systemDefault()).format(around.clock().instant());
    output.line(news.bad() ? Style.WARNING : Style.FAINT, time + " " + text);
  }
}
