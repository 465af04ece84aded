package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Further;
import io.sluice.server.console.page.LogPage;
import io.sluice.server.console.page.PipelinePage;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.RunsPage;
import io.sluice.server.console.page.SettingsPage;
import io.sluice.server.console.page.Span;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.view.Series;
import io.sluice.server.view.StateChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The pages of a pipeline. Thread-safe. */
final class PipelineRoutes {
  /** As many as a chart is wide, about. */
  private static final int POINTS = 240;

  private static final int CHANGES = 200;
  private static final int RUNS = 100;
  private static final int LINES = 300;

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final ConsoleParts parts;

  PipelineRoutes(Frames frames, Pages pages, Readings readings, ConsoleParts parts) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page("/pipelines/{pipeline}", "pagePipeline", "How a pipeline goes"),
                Permission.SEE)
            .query(Parameter.text("span", "How far back: 15m, 24h, 30d"))
            .query(Parameter.text("done", "What has just been done to it"))
            .does(this::overview),
        Drafts.ofPipeline(
                Drafts.page("/pipelines/{pipeline}/runs", "pageRuns", "When it ran"),
                Permission.SEE)
            .does(this::runs),
        Drafts.ofPipeline(
                Drafts.page("/pipelines/{pipeline}/settings", "pageSettings", "Its file"),
                Permission.SEE)
            .does(this::settings),
        Drafts.ofPipeline(
                Drafts.page("/pipelines/{pipeline}/log", "pageLog", "What it logged"),
                Permission.SEE)
            .query(Parameter.choice("level", LogPage.levels(), "Of this level and worse ones"))
            .query(Parameter.text("q", "In the line"))
            .query(Parameter.moment("until", "None that are younger"))
            .does(this::log));
  }

  private Answer overview(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    String name = reading.pipeline().name();
    Span span = Span.named(request.text("span").orElse(""));
    Optional<String> notice = request.text("done").flatMap(done -> Further.notice(name, done));
    Series series = parts.running().history().series(name, span.length(), POINTS);
    return Drafts.answer(
        pages.render(
            "pipeline",
            PipelinePage.of(
                frames.live(request, name, Place.PIPELINES, notice),
                reading,
                span,
                series,
                changes(name, series))));
  }

  /** Within the time of the series, and the last before it; oldest first. */
  private List<StateChange> changes(String name, Series series) {
    List<StateChange> changes =
        new ArrayList<>(parts.running().history().changes(name, series.until(), CHANGES));
    Collections.reverse(changes);
    int before = (int) changes.stream().filter(one -> one.at().isBefore(series.from())).count();
    return changes.subList(Math.max(0, before - 1), changes.size());
  }

  private Answer runs(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    String name = reading.pipeline().name();
    return Drafts.answer(
        pages.render(
            "runs",
            RunsPage.of(frame(request, name), reading, parts.running().runs().list(name, RUNS))));
  }

  private Answer settings(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    Optional<String> text = parts.texts().file(reading.pipeline());
    return Drafts.answer(
        pages.render(
            "settings", SettingsPage.of(frame(request, reading.pipeline().name()), reading, text)));
  }

  private Answer log(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    String name = reading.pipeline().name();
    LogPage.Wanted wanted =
        new LogPage.Wanted(
            request.text("level").orElse(""),
            request.text("q").orElse(""),
            request.moment("until"));
    List<LogPage.Line> lines = parts.texts().log(name, wanted, LINES);
    Frame frame =
        wanted.until().isPresent()
            ? frames.still(request, name, Place.PIPELINES)
            : frame(request, name);
    return Drafts.answer(
        pages.render("log", LogPage.of(frame, reading, wanted, lines, lines.size() == LINES)));
  }

  private Frame frame(Request request, String name) {
    return frames.live(request, name, Place.PIPELINES, Optional.empty());
  }
}
