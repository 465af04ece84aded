package io.sluice.server.folder;

import io.sluice.server.operate.FolderPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How files differ from what was applied, with what is needed to make it so.
 *
 * @param shown what people see of it
 * @param apply what is new, or another version, by pipeline
 * @param rename what runs on from another file, by pipeline
 * @param remove whose file is gone
 * @param files each file as the plan takes it, by pipeline: several where they have one name
 */
public record Plan(
    FolderPlan shown,
    Map<String, Definition> apply,
    Map<String, Definition> rename,
    Set<String> remove,
    Map<String, List<PipelineFile>> files) {
  public Plan {
    apply = Map.copyOf(apply);
    rename = Map.copyOf(rename);
    remove = Set.copyOf(remove);
    files = Map.copyOf(files);
  }
}
