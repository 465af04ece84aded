package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.logging.Logs;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.kafka.access.KafkaAccessException;
import io.sluice.kafka.broker.BrokerDataException;
import io.sluice.kafka.broker.BrokerException;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.EmbeddedBroker;
import io.sluice.kafka.broker.FolderInUseException;
import io.sluice.kafka.broker.PortTakenException;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.WorkerWatch;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.text.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
      "With kafka.bootstrap.servers in sluice.yaml of this folder, --bootstrap, or"
          + " bootstrap.servers in --config, it joins the group of workers on that cluster. Ctrl-C"
          + " stops its tasks in order and hands them to the others.",
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
  private static final int HIGHEST_PORT = 65_535;
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
      description =
          "The cluster to join, as host:port,host:port. Default: kafka.bootstrap.servers of"
              + " sluice.yaml in this folder, else a broker of its own.")
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
    try (Logs logs = Logs.toFile(state, "worker", around.redaction(), common.debug());
        Secrets secrets = new Secrets(around.environment(), name -> Optional.empty())) {
      logs.quiet(KafkaLoggers.CHATTY);
      around.redaction().add(secrets::redact);
      logs.alsoPrinted(state, "worker", around.redaction());
      CountDownLatch stop = new CountDownLatch(1);
      WorkerSource source = new WorkerSource(config, bootstrap, listen);
      try (StopSignals signals = StopSignals.handle(stop::countDown)) {
        Map<String, String> said = source.read(around, secrets);
        if (!said.containsKey(BOOTSTRAP)) {
          // Its ports are taken as well, which would be said first and tell less.
          EmbeddedBroker.requireUnused(state.resolve(KafkaAddress.FOLDER));
        }
        checkAddresses(said);
        Optional<String> failure =
            said.containsKey(BOOTSTRAP)
                ? join(source, secrets, output, state, stop)
                : alone(said, output, state, stop);
        failure.ifPresent(reason -> output.line(Style.BAD, "Failed: " + reason));
        return (failure.isPresent() ? ExitCode.FAILED : ExitCode.OK).number();
      }
    } catch (KafkaAccessException e) {
      LOG.error("Not let in", e);
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e.advice(), e);
    } catch (PortTakenException e) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          String.valueOf(e.getMessage()),
          "--kafka-port PORT names another; 0 takes a free one.",
          e);
    } catch (FolderInUseException e) {
      throw new CommandFailure(ExitCode.CONFLICT, String.valueOf(e.getMessage()), null, e);
    } catch (BrokerDataException e) {
      throw new CommandFailure(ExitCode.STATE, String.valueOf(e.getMessage()), e.advice(), e);
    } catch (BrokerException | WorkerException e) {
      LOG.error("Not started", e);
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  /** Before anything starts. A file of Connect's settings may name listeners of its own. */
  private void checkAddresses(Map<String, String> said) {
    if (kafkaPort < 0 || kafkaPort > HIGHEST_PORT) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--kafka-port: expected 0 to " + HIGHEST_PORT + " but found " + kafkaPort,
          null);
    }
    if (!said.containsKey("listeners")) {
      ListenAddress.of(address()).requireFree();
    }
  }

  private Optional<String> join(
      WorkerSource source, Secrets secrets, Output output, Path state, CountDownLatch stop)
      throws InterruptedException {
    List<Path> plugins = options.connectPath(around);
    long began = System.nanoTime();
    AtomicBoolean told = new AtomicBoolean();
    return new JoinedWorker(
            () -> WorkerSettings.inGroup(address(), plugins, ofCluster(source, secrets)),
            kafka -> {
              if (told.getAndSet(true)) {
                output.line("Joined again.");
              } else {
                tell(kafka, output, state, began);
              }
            },
            trouble ->
                output.line(
                    Style.WARNING,
                    trouble + " It joins again when it can, with secrets read again."),
            news -> tell(news, output),
            stop)
        .run();
  }

  /** Who has joined a cluster wants no broker of its own when its address is gone from the file. */
  private Map<String, String> ofCluster(WorkerSource source, Secrets secrets) {
    Map<String, String> said = source.read(around, secrets);
    if (!said.containsKey(BOOTSTRAP)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "it is not said any more where Kafka is: neither "
              + ProjectFile.NAME
              + " nor --config has its bootstrap.servers.",
          null);
    }
    return said;
  }

  private Optional<String> alone(
      Map<String, String> said, Output output, Path state, CountDownLatch stop)
      throws InterruptedException {
    List<Path> plugins = options.connectPath(around);
    BrokerSettings broker = BrokerSettings.in(state.resolve(KafkaAddress.FOLDER)).onPort(kafkaPort);
    long began = System.nanoTime();
    try (LocalKafka kafka =
        LocalKafka.start(
            broker, servers -> WorkerSettings.alone(servers, address(), plugins, said))) {
      tell(kafka, output, state, began);
      return await(kafka, stop, output);
    }
  }

  private String address() {
    return listen == null ? "127.0.0.1:" + WorkerSettings.USUAL_PORT : listen;
  }

  private void tell(LocalKafka kafka, Output output, Path state, long began) {
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
    output.line(
        Style.FAINT,
        "Ready after "
            + Figures.time(Duration.ofNanos(System.nanoTime() - began))
            + ". Ctrl-C stops.");
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
