package io.sluice.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveAddress;
import io.sluice.cli.project.PipelineChoice;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.pipeline.Spelling;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.address.ServerAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pipeline as the server has it that a command is a client of. */
public final class ServedPipeline {
  private static final int MOST_NAMES = 500;
  private static final int SHOWN_NAMES = 10;

  private final ServerClient server;
  private final String name;
  private final OptionalLong pid;

  private ServedPipeline(ServerClient server, String name, OptionalLong pid) {
    this.server = server;
    this.name = name;
    this.pid = pid;
  }

  /**
   * The pipeline, where the command line or the environment points at a server, or a name is said
   * in the folder of one; empty elsewhere: the command then does by itself what it is asked for.
   *
   * @param said the pipeline's name, or a file here that says it; null for the only one there
   * @throws CommandFailure when it is not said which, or the server does not answer
   */
  public static Optional<ServedPipeline> pointedAt(
      ServerTarget target, ProjectOptions options, Surroundings around, @Nullable Path said) {
    boolean named =
        said != null
            && PipelineChoice.isName(around, said)
            && target.find(around, options.stateFolder(around)).isPresent();
    return named || target.isPointedAt(around)
        ? Optional.of(of(target, options, around, said))
        : Optional.empty();
  }

  /**
   * The same, and also where a server runs the folder that the pipeline's file is in. Empty for one
   * that a process of its own runs there.
   *
   * @param said the pipeline's name, or a file here that says it; null for the only one there
   * @throws CommandFailure when it is not said which, or the server does not answer
   */
  public static Optional<ServedPipeline> find(
      ServerTarget target, ProjectOptions options, Surroundings around, @Nullable Path said) {
    Optional<ServedPipeline> pointedAt = pointedAt(target, options, around, said);
    if (pointedAt.isPresent()) {
      return pointedAt;
    }
    if (said == null && target.find(around, options.stateFolder(around)).isPresent()) {
      return Optional.of(of(target, options, around, null));
    }
    Path file = PipelineChoice.of(around, said);
    Path state = options.stateFolder(around, file);
    Optional<ServerAddress> here = ServerAddress.find(state);
    if (here.isEmpty()) {
      return Optional.empty();
    }
    String name = named(options, around, file);
    boolean apart =
        LiveAddress.read(LiveAddress.in(state, name))
            .filter(run -> run.pid() != here.get().pid())
            .isPresent();
    return apart
        ? Optional.empty()
        : target
            .find(around, state)
            .map(server -> new ServedPipeline(server, name, OptionalLong.of(here.get().pid())));
  }

  /**
   * The pipeline of the server that is pointed at, else of the one that runs in this folder.
   *
   * @param said as above
   * @throws CommandFailure when there is no server as well
   */
  public static ServedPipeline of(
      ServerTarget target, ProjectOptions options, Surroundings around, @Nullable Path said) {
    Path state = options.stateFolder(around);
    ServerClient server = target.get(around, state);
    boolean elsewhere = target.isPointedAt(around);
    String name;
    if (said == null) {
      name = onlyOne(server, elsewhere, options, around);
    } else {
      name = PipelineChoice.isName(around, said) ? said.toString() : named(options, around, said);
    }
    OptionalLong pid =
        ServerAddress.find(state).stream()
            .filter(here -> here.url().equals(server.url()))
            .mapToLong(ServerAddress::pid)
            .findFirst();
    return new ServedPipeline(server, name, pid);
  }

  private static String named(ProjectOptions options, Surroundings around, Path file) {
    try (ProjectPipeline project = options.open(around, file)) {
      return project.name();
    }
  }

  /** Of several in this folder, the one that a file here means without being named. */
  private static String onlyOne(
      ServerClient server, boolean elsewhere, ProjectOptions options, Surroundings around) {
    List<String> names = names(server);
    if (names.size() == 1) {
      return names.get(0);
    }
    if (!elsewhere && !names.isEmpty()) {
      Optional<Path> usual = PipelineChoice.usual(around);
      if (usual.isPresent()) {
        return named(options, around, usual.get());
      }
    }
    throw new CommandFailure(
        names.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
        names.isEmpty()
            ? server.url() + " has no pipeline that you may see"
            : "which pipeline? " + server.url() + " has " + listed(names),
        names.isEmpty() ? null : "Name one of them on the command line.");
  }

  private static List<String> names(ServerClient server) {
    List<String> names = new ArrayList<>();
    server
        .get("/pipelines?limit=" + MOST_NAMES)
        .path("pipelines")
        .forEach(pipeline -> names.add(pipeline.path("name").asText()));
    return names;
  }

  private static String listed(List<String> names) {
    String some = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    return names.size() > SHOWN_NAMES ? some + " and more" : some;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Who runs it. */
  public ServerClient server() {
    return server;
  }

  /** The server's process, where it is one of this machine's folder. */
  public OptionalLong pid() {
    return pid;
  }

  /**
   * What is there.
   *
   * @param below the pipeline's own path, with its query; empty for the pipeline itself
   * @throws CommandFailure for what the server refuses, or when it has no such pipeline
   */
  public JsonNode get(String below) {
    return asked(() -> server.get(path(below)));
  }

  /** Asks for something to be done; answers what became of it. */
  public JsonNode post(String below, Map<String, ?> body) {
    return asked(() -> server.post(path(below), body));
  }

  /** What is not there may be the pipeline itself: then those are said that are like it. */
  private JsonNode asked(Supplier<JsonNode> request) {
    try {
      return request.get();
    } catch (CommandFailure failure) {
      if (failure.code() != ExitCode.NOT_FOUND) {
        throw failure;
      }
      List<String> names = names(server);
      if (names.contains(name) || names.size() == MOST_NAMES) {
        throw failure;
      }
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          server.url() + " has no pipeline " + name + " that you may see",
          names.isEmpty()
              ? "It has none that you may see."
              : Spelling.nearest(name, names)
                  .map(near -> "Did you mean '" + near + "'?")
                  .orElseGet(() -> "It has " + listed(names) + "."),
          failure);
    }
  }

  private String path(String below) {
    return "/pipelines/" + encoded(name) + below;
  }

  /** A path with a query of those that are not empty. */
  public static String query(String path, Map<String, String> query) {
    String text =
        query.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty())
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? path : path + "?" + text;
  }

  /** A text as a part of a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
