package io.sluice.server.api;

import io.sluice.engine.run.RestartScope;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TableSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Operations that only remember what was asked of them. */
final class Asked implements Operations {
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile boolean refuse;

  private void ask(Identity who, String what, Object... with) {
    if (refuse) {
      throw new Refusal(Refusal.Kind.CONFLICT, "not as it is", "Wait.");
    }
    calls.add(who.name() + " " + what + " " + List.of(with));
  }

  @Override
  public void start(Identity who, String pipeline, String reason) {
    ask(who, "start", pipeline, reason);
  }

  @Override
  public void stop(Identity who, String pipeline, String reason) {
    ask(who, "stop", pipeline, reason);
  }

  @Override
  public void pause(Identity who, String pipeline, String reason) {
    ask(who, "pause", pipeline, reason);
  }

  @Override
  public void resume(Identity who, String pipeline, String reason) {
    ask(who, "resume", pipeline, reason);
  }

  @Override
  public void restart(Identity who, String pipeline, String reason) {
    ask(who, "restart", pipeline, reason);
  }

  @Override
  public RestartScope restartTask(Identity who, String pipeline, String task, String reason) {
    ask(who, "restart-task", pipeline, task, reason);
    return RestartScope.ALL_TASKS;
  }

  @Override
  public void runOnce(Identity who, String pipeline, String reason) {
    ask(who, "run-once", pipeline, reason);
  }

  @Override
  public OffsetReset planReset(String pipeline, OffsetRequest request) {
    calls.add("plan reset " + request);
    return new OffsetReset(List.of("{} {}"), List.of(), List.of("rows again"));
  }

  @Override
  public OffsetReset reset(Identity who, String pipeline, OffsetRequest request, String reason) {
    ask(who, "reset", pipeline, request, reason);
    return new OffsetReset(List.of("{} {}"), List.of(), List.of("rows again"));
  }

  @Override
  public void snapshot(Identity who, String pipeline, TableSnapshot what, String reason) {
    ask(who, "snapshot", pipeline, what.expressions(), what.filter().orElse("all"), reason);
  }

  @Override
  public FolderPlan plan() {
    return new FolderPlan(
        "0123",
        List.of(
            new FolderPlan.Change(
                FolderPlan.Kind.ADD, "orders", Path.of("orders.yaml"), List.of("+x"), List.of())),
        List.of());
  }

  @Override
  public FolderPlan apply(Identity who, FolderPlan expected, String reason) {
    ask(who, "apply", expected.id(), reason);
    return expected;
  }

  @Override
  public void releaseName(Identity who, String name, String reason) {
    ask(who, "release", name, reason);
  }
}
