package io.sluice.registry.http.endpoint;

import io.sluice.registry.model.Page;
import java.util.List;

/** A part of a list that is there whole. */
final class Paging {
  private Paging() {}

  static <T> List<T> of(List<T> all, Page page) {
    int from = Math.min(page.offset(), all.size());
    int left = all.size() - from;
    return all.subList(from, from + (page.limit() < 0 ? left : Math.min(page.limit(), left)));
  }
}
