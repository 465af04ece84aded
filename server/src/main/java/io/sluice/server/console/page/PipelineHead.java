package io.sluice.server.console.page;

import io.sluice.server.access.Permission;
import io.sluice.server.console.text.Times;
import io.sluice.server.view.PipelineView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands above each page of a pipeline.
 *
 * @param why it is in this state, and when it is tried again; empty where the state tells all
 * @param tabs its pages that this visitor may see
 * @param actions what this visitor may do now
 * @param further the same, of what has a form of its own
 */
public record PipelineHead(
    PipelineView pipeline,
    Tab tab,
    List<Tab> tabs,
    String way,
    StateLook state,
    Tone tone,
    String since,
    Optional<String> wanted,
    Optional<String> nextTry,
    List<Action> actions,
    List<Further> further,
    List<Copy> copies) {
  public PipelineHead {
    tabs = List.copyOf(tabs);
    actions = List.copyOf(actions);
    further = List.copyOf(further);
    copies = List.copyOf(copies);
  }

  /** For a visitor and a page. */
  public static PipelineHead of(Frame frame, Reading reading, Tab tab) {
    PipelineView pipeline = reading.pipeline();
    Instant now = frame.now();
    boolean mayOperate = frame.may(Permission.OPERATE, pipeline.namespace());
    boolean mayLook = frame.may(Permission.LOOK_AT_RECORDS, pipeline.namespace());
    return new PipelineHead(
        pipeline,
        tab,
        Stream.of(Tab.values()).filter(one -> mayLook || one != Tab.RECORDS).toList(),
        Way.of(pipeline),
        StateLook.of(pipeline.state()),
        reading.tone(),
        Times.lasting(pipeline.since(), now),
        HomePage.wanted(pipeline),
        pipeline.nextTry().map(at -> "tried again at " + Times.clock(at) + " UTC"),
        mayOperate ? Action.of(pipeline) : List.of(),
        mayOperate ? Further.of(pipeline) : List.of(),
        copies(pipeline.name(), tab));
  }

  /** The same with something more to be copied. */
  PipelineHead with(Copy copy) {
    List<Copy> more = new ArrayList<>(copies);
    more.add(copy);
    return copying(more);
  }

  /** The same with other things to be copied, of a page that shows less than all. */
  public PipelineHead copying(List<Copy> others) {
    return new PipelineHead(
        pipeline, tab, tabs, way, state, tone, since, wanted, nextTry, actions, further, others);
  }

  /** The pipelines beside it. */
  public String namespaceAddress() {
    return new HomeQuery("", pipeline.namespace(), HomeQuery.Group.ALL, HomeQuery.Sort.TROUBLE)
        .address();
  }

  private static List<Copy> copies(String name, Tab tab) {
    String api = "/api/v1" + Addresses.pipeline(name);
    return switch (tab) {
      case OVERVIEW ->
          List.of(
              new Copy("Command", "sluice status " + name), new Copy("API call", Curl.get(api)));
      case RECORDS -> List.of(); // Each stage has its own.
      case LETTERS ->
          List.of(
              new Copy("Command", "sluice dlq ls " + name),
              new Copy("API call", Curl.get(api + "/dead-letters/groups")));
      case RUNS -> List.of(new Copy("API call", Curl.get(api + "/runs")));
      case SETTINGS -> List.of(new Copy("API call", Curl.get(api + "/configuration")));
      case LOG -> List.of(new Copy("API call", Curl.get(api + "/logs")));
    };
  }
}
