package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SubjectName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /mode}: what may be done with a subject, with a context, and with all. */
final class ModeEndpoints {
  private final Registry registry;

  ModeEndpoints(Registry registry) {
    this.registry = registry;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/mode", this::showTop),
        Endpoint.put("/mode", call -> set(call.context(), call)),
        Endpoint.delete("/mode", this::deleteTop),
        Endpoint.get("/mode/{subject}", call -> show(call.subject(), call)),
        Endpoint.put("/mode/{subject}", call -> set(call.subject(), call)),
        Endpoint.delete("/mode/{subject}", this::delete));
  }

  /** A mode in JSON, both ways. */
  record ModeDocument(@Nullable String mode) {
    static ModeDocument of(Mode mode) {
      return new ModeDocument(mode.name());
    }
  }

  private ModeDocument showTop(Call call) {
    return call.context().isEmpty()
        ? ModeDocument.of(registry.mode(""))
        : show(call.context(), call);
  }

  private ModeDocument show(String subject, Call call) {
    if (call.flag("defaultToGlobal")) {
      return ModeDocument.of(registry.mode(subject));
    }
    return registry
        .ownMode(subject)
        .map(ModeDocument::of)
        .orElseThrow(
            () ->
                new RegistryException(
                    RegistryError.MODE_NOT_CONFIGURED,
                    "Subject '" + subject + "' does not have subject-level mode configured"));
  }

  private ModeDocument set(String subject, Call call) {
    ModeDocument request = call.body(ModeDocument.class);
    Mode mode =
        Optional.ofNullable(request.mode)
            .flatMap(name -> Mode.named(name.toUpperCase(Locale.ROOT)))
            .orElseThrow(
                () ->
                    new RegistryException(
                        RegistryError.INVALID_MODE,
                        "Invalid mode. Valid values are " + Arrays.toString(Mode.values())));
    registry.setMode(subject, mode, call.flag("force"), call.actor());
    return ModeDocument.of(mode);
  }

  private ModeDocument deleteTop(Call call) {
    Mode before = registry.mode(call.context());
    registry.deleteMode(call.context(), call.actor());
    return ModeDocument.of(before);
  }

  private ModeDocument delete(Call call) {
    return registry
        .deleteMode(call.subject(), call.actor())
        .map(ModeDocument::of)
        .orElseThrow(() -> RegistryException.subjectNotFound(SubjectName.parse(call.subject())));
  }
}
