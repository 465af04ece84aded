package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Which versions are listed.
 *
 * @param prefix how the names of their subjects begin: in the default context, in the context that
 *     it names, or in all of them if it begins with {@code :*:}
 * @param latestOnly of each subject the newest of this kind alone
 * @param ruleType a type that one of their rules has; null for any, or none
 */
public record SchemaFilter(
    String prefix, Deleted deleted, boolean latestOnly, @Nullable String ruleType) {
  public SchemaFilter {
    requireNonNull(prefix, "prefix is null");
    requireNonNull(deleted, "deleted is null");
  }
}
