package io.sluice.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.ResetPage;
import io.sluice.server.console.page.ResetPage.Form;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moving a position: what it would do is shown before anything is done. Thread-safe. */
final class ResetRoutes {
  private static final String PATH = "/pipelines/{pipeline}/reset";
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final JsonMapper json = JsonMapper.builder().build();
  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final Operations operations;

  ResetRoutes(Frames frames, Pages pages, Readings readings, Operations operations) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page(PATH, "pageReset", "Where a source is to go on"), Permission.OPERATE)
            .does(request -> page(request, 200, Form.EMPTY, Optional.empty(), Optional.empty())),
        Drafts.ofPipeline(
                Drafts.form(PATH, "doReset", "Shows what moving a position does, or does it"),
                Permission.OPERATE)
            .does(this::reset));
  }

  private Answer reset(Request request) {
    String name = readings.named(request.part("pipeline")).pipeline().name();
    Form form =
        new Form(
            request.field("sink").orElse(""),
            request.field("time").orElse("").strip(),
            request.field("beginning").isPresent(),
            request.field("offset").orElse(""),
            request.field("partition").orElse(""));
    try {
      OffsetRequest wanted = wanted(form);
      if (request.field("do").isEmpty()) {
        OffsetReset plan = operations.planReset(name, wanted);
        return page(request, 200, form, Optional.of(plan), Optional.empty());
      }
      OffsetRequest seen =
          request
              .field("before")
              .map(before -> wanted.ifAt(before.lines().toList()))
              .orElse(wanted);
      operations.reset(request.who(), name, seen, Reason.ofForm(request));
    } catch (Refusal refusal) {
      return page(
          request,
          Refusals.status(refusal),
          form,
          Optional.empty(),
          Optional.of(Refusals.of(refusal)));
    }
    return Answer.seeOther(Addresses.pipeline(name) + "?done=reset");
  }

  private OffsetRequest wanted(Form form) {
    Optional<String> sink = Optional.of(form.sink()).filter(name -> !name.isEmpty());
    if (form.beginning()) {
      return new OffsetRequest(sink, true, Optional.empty(), Optional.empty(), Map.of());
    }
    if (!form.time().isEmpty()) {
      return new OffsetRequest(
          sink, false, Optional.of(Moments.of(form.time())), Optional.empty(), Map.of());
    }
    return new OffsetRequest(
        sink,
        false,
        Optional.empty(),
        form.partition().isBlank()
            ? Optional.empty()
            : Optional.of(object("The partition", form.partition())),
        object("The position", form.offset()));
  }

  private Map<String, Object> object(String what, String text) {
    try {
      Map<String, Object> object = json.readValue(text, OBJECT);
      if (object != null) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Told below; what the parser says would repeat what was typed.
    }
    throw new Refusal(
        Refusal.Kind.INVALID,
        what + " is no object of JSON",
        "Take one of the positions that the source has now, and change its values");
  }

  private Answer page(
      Request request,
      int status,
      Form form,
      Optional<OffsetReset> plan,
      Optional<Refused> refused) {
    Reading reading = readings.named(request.part("pipeline"));
    String title = "Move " + reading.pipeline().name();
    return Drafts.answer(
        status,
        pages.render(
            "reset",
            ResetPage.of(
                frames.still(request, title, Place.PIPELINES), reading, form, plan, refused)));
  }
}
