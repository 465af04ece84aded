package io.sluice.server.console;

import io.sluice.pipeline.Problem;
import io.sluice.plugin.PluginKind;
import io.sluice.project.draft.Suggestions;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.console.make.Drawing;
import io.sluice.server.console.make.Filled;
import io.sluice.server.console.make.Results;
import io.sluice.server.console.page.ChoosePage;
import io.sluice.server.console.page.MadePage;
import io.sluice.server.console.page.NewPage;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.StateLook;
import io.sluice.server.console.render.Pages;
import io.sluice.server.draft.Described;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.InvalidFileException;
import io.sluice.server.file.NewFile;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Pipelines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A new pipeline: chosen, filled in, tried, written. Thread-safe. */
final class NewRoutes {
  private static final String TITLE = "New pipeline";

  private final Frames frames;
  private final Pages pages;
  private final Workbench workbench;
  private final Pipelines pipelines;

  NewRoutes(Frames frames, Pages pages, Workbench workbench, Pipelines pipelines) {
    this.frames = frames;
    this.pages = pages;
    this.workbench = workbench;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page(NewPage.ADDRESS, "pageNew", "The form of a new pipeline")
            .needs(Access.somewhere(Permission.EDIT))
            .query(Parameter.text("name", "Of the pipeline"))
            .query(Parameter.text("namespace", "In which it is to be"))
            .query(Parameter.text("source", "Name of a source connector"))
            .query(Parameter.text("sink", "Name of a sink connector"))
            .does(this::begin),
        Drafts.form(NewPage.ADDRESS, "doNew", "Tries what was filled in, or writes it")
            .needs(Access.somewhere(Permission.EDIT))
            .does(this::asked),
        Drafts.page(NewPage.ADDRESS + "/made", "pageMade", "A pipeline whose file was written")
            .needs(Access.somewhere(Permission.SEE))
            .query(Parameter.text("pipeline", "Its name"))
            .does(this::made));
  }

  private Answer begin(Request request) {
    Filled filled =
        Filled.choosing(
            request.text("name").orElse("").strip(),
            request.text("namespace").orElse("").strip(),
            request.text("source").orElse(""),
            request.text("sink").orElse(""));
    if (filled.name().isEmpty() || filled.source().isEmpty() || filled.sink().isEmpty()) {
      return choose(request, filled, 200, Optional.empty());
    }
    try {
      NewFile file = file(request.who(), filled);
      Described source = workbench.describe("source", filled.source());
      Described sink = workbench.describe("sink", filled.sink());
      workbench.requirePermitted(file, List.of(source.plugin(), sink.plugin()));
      Filled begun = filled.with(suggested(filled.name(), source, sink), Map.of());
      Drawing drawing = Drawing.of(workbench, request.who(), begun, source, sink);
      return page(request, 200, file, drawing, source, sink, Results.NONE, Optional.empty());
    } catch (Refusal refusal) {
      return choose(request, filled, Refusals.status(refusal), Optional.of(Refusals.of(refusal)));
    }
  }

  private static Map<String, String> suggested(String name, Described source, Described sink) {
    Map<String, String> values = new LinkedHashMap<>();
    Suggestions.of(source.plugin().id().className(), name)
        .forEach((key, value) -> values.put("source." + key, value));
    Suggestions.of(sink.plugin().id().className(), name)
        .forEach((key, value) -> values.put("sink." + key, value));
    return values;
  }

  private Answer choose(Request request, Filled filled, int status, Optional<Refused> refused) {
    return Drafts.answer(
        status,
        pages.render(
            "choose",
            ChoosePage.of(
                frames.still(request, TITLE, Place.CONNECTORS),
                filled,
                workbench.usable(request.who(), PluginKind.SOURCE),
                workbench.usable(request.who(), PluginKind.SINK),
                MayMake.in(request.who()),
                refused)));
  }

  private Answer asked(Request request) {
    Described source = workbench.describe("source", request.field("source").orElse(""));
    Described sink = workbench.describe("sink", request.field("sink").orElse(""));
    Filled filled = Filled.of(request::fields, names(source, sink));
    NewFile file = file(request.who(), filled);
    Drawing drawing = Drawing.of(workbench, request.who(), filled, source, sink);
    try {
      workbench.requirePermitted(file, List.of(source.plugin(), sink.plugin()));
      String asked = request.field("do").orElse("test");
      if (asked.equals("save")) {
        workbench.create(
            request.who(), file, drawing.text(), drawing.secrets(), Reason.ofForm(request));
        return Answer.seeOther(MadePage.address(drawing.draft().name()));
      }
      return page(
          request,
          200,
          file,
          drawing,
          source,
          sink,
          results(asked, request.who(), file, drawing),
          Optional.empty());
    } catch (InvalidFileException invalid) {
      return page(
          request,
          422,
          file,
          drawing,
          source,
          sink,
          Results.of(invalid.problems()),
          Optional.of(
              new Refused(
                  String.valueOf(invalid.getMessage()),
                  Optional.of("Nothing was written. Mend what is told beside the fields"))));
    } catch (Refusal refusal) {
      return page(
          request,
          Refusals.status(refusal),
          file,
          drawing,
          source,
          sink,
          Results.NONE,
          Optional.of(Refusals.of(refusal)));
    }
  }

  private Results results(String asked, Identity who, NewFile file, Drawing drawing) {
    return switch (asked) {
      case "rows" -> Results.of(workbench.firstRows(who, file, drawing.tried()));
      case "file" -> Results.of(drawing.text(), check(file, drawing));
      default -> Results.of(workbench.test(who, file, drawing.tried()));
    };
  }

  private List<Problem> check(NewFile file, Drawing drawing) {
    return workbench.check(file, drawing.tried());
  }

  private static List<String> names(Described source, Described sink) {
    List<String> names = new ArrayList<>();
    source.description().options().forEach(option -> names.add("source." + option.name()));
    sink.description().options().forEach(option -> names.add("sink." + option.name()));
    return names;
  }

  /** Where it is to be, if they may make one there. */
  private static NewFile file(Identity who, Filled filled) {
    NewFile file = NewFile.of(filled.namespace(), filled.name());
    if (!who.may(Permission.EDIT, file.namespace())) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "You may not make pipelines in namespace " + file.namespace());
    }
    return file;
  }

  private Answer page(
      Request request,
      int status,
      NewFile file,
      Drawing drawing,
      Described source,
      Described sink,
      Results results,
      Optional<Refused> refused) {
    return Drafts.answer(
        status,
        pages.render(
            "new",
            NewPage.of(
                frames.still(request, TITLE, Place.CONNECTORS),
                file.relative().toString(),
                drawing,
                source,
                sink,
                results,
                refused)));
  }

  private Answer made(Request request) {
    String name = request.text("pipeline").orElse("");
    Optional<StateLook> state =
        pipelines
            .named(name)
            .filter(one -> request.who().may(Permission.SEE, one.namespace()))
            .map(one -> StateLook.of(one.state()));
    return Drafts.answer(
        pages.render(
            "made",
            new MadePage(
                frames.live(request, name, Place.PIPELINES, Optional.empty()),
                name,
                state,
                request.who().mayEverywhere(Permission.SEE))));
  }
}
