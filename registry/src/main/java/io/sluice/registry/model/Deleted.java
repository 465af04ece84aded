package io.sluice.registry.model;

/** Whether a question is also about what was soft-deleted. */
public enum Deleted {
  HIDDEN,
  INCLUDED,
  ONLY
}
