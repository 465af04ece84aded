package io.sluice.state.storage;

import java.util.List;

/**
 * The tables of one component: SQL scripts, one per version, applied in order and never changed
 * once released.
 *
 * @param component name of whoever owns the tables; tables begin with it by convention
 * @param resources class path names of the scripts; the n-th brings the tables from version n-1 to
 *     version n
 * @param loader where the scripts are
 */
public record Schema(String component, List<String> resources, ClassLoader loader) {
  public Schema {
    resources = List.copyOf(resources);
  }

  public int version() {
    return resources.size();
  }
}
