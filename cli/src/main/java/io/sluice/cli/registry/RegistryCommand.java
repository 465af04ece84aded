package io.sluice.cli.registry;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.logging.Logs;
import io.sluice.http.ServerException;
import io.sluice.project.text.Figures;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.storage.Storage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice registry}. */
@Command(
    name = "registry",
    header = "Serve the schema registry, with the API of Confluent's.",
    description = {
      "Clients, serializers, converters and UIs that know Confluent's Schema Registry use it as it"
          + " is. Its schemas are in the state of this folder, or in a PostgreSQL that several of"
          + " these servers share. Ctrl-C ends the requests that are being worked on, then stops.",
      "It listens on this machine alone unless --listen says more, and then --users should say who"
          + " may ask: without it, whoever reaches the port may read and change everything.",
      "The log is in .sluice/logs/registry.log."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice registry                                      http://127.0.0.1:8081, for this"
          + " machine",
      "  sluice registry --listen 0.0.0.0 --users users --tls server.pem",
      "  sluice registry --state-url jdbc:postgresql://db1/sluice?user=registry"
    })
public final class RegistryCommand implements Callable<Integer> {
  /** They report every start of every part of theirs. */
  private static final List<String> CHATTY =
      List.of("org.eclipse.jetty", "io.javalin", "com.zaxxer.hikari");

  private final Surroundings around;

  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public RegistryCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    long began = System.nanoTime();
    Output output = common.output(around);
    Path folder = storage.folder(around);
    ServerSettings settings = server.settings(around, version());
    CountDownLatch stop = new CountDownLatch(1);
    try (Storage opened = storage.open(around);
        Logs logs = Logs.toFile(folder, "registry", around.redaction(), common.debug());
        StopSignals signals = StopSignals.handle(stop::countDown)) {
      logs.quiet(CHATTY);
      Registry registry =
          Registry.open(
              opened,
              SchemaFormats.standard(SchemaLimits.within(Runtime.getRuntime().maxMemory())),
              around.clock());
      try (RegistryServer running = RegistryServer.start(registry, settings)) {
        warn(settings, output);
        tell(running, folder, output, began);
        stop.await();
      }
    } catch (ServerException e) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          String.valueOf(e.getMessage()),
          "--port names another port, 0 a free one; --listen another address of this machine.",
          e);
    }
    return ExitCode.OK.number();
  }

  private void tell(RegistryServer running, Path folder, Output output, long began) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("registry", running.url().toString());
    document.put("state", storage.shown(around));
    document.put("log", folder.resolve("logs/registry.log").toString());
    output.line("Registry " + running.url());
    output.line("State    " + storage.shown(around));
    output.line(
        Style.FAINT,
        "Ready after "
            + Figures.time(Duration.ofNanos(System.nanoTime() - began))
            + ". Ctrl-C stops.");
    output.document(document);
  }

  private static void warn(ServerSettings settings, Output output) {
    if (isForOthers(settings.host()) && settings.users().isEmpty()) {
      output.note(
          "Whoever reaches "
              + settings.host()
              + " may read and change everything in this registry: --users says who may.");
    } else if (isForOthers(settings.host()) && settings.key().isEmpty()) {
      output.note("Passwords and tokens cross the network as they are: --tls hides them.");
    }
  }

  private static boolean isForOthers(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }

  private static String version() {
    String packed = RegistryCommand.class.getPackage().getImplementationVersion();
    return packed == null ? "development" : packed;
  }
}
