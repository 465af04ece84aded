package io.sluice.server.console.record;

import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Tab;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows; all of it is in the page's address, but the key that is followed, which is a
 * row's value.
 *
 * @param stage as {@code io.sluice.server.records.StageNames} has it
 * @param record id of the one that is opened
 * @param follows name of a look at one key; empty for all
 * @param held whether nothing new is to come
 */
public record RecordsQuery(
    String pipeline, String stage, Optional<Long> record, String follows, boolean held) {

  /** The page's address. */
  public String address() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("stage", stage.equals("source") ? "" : stage);
    query.put("record", record.map(id -> Long.toString(id)).orElse(""));
    query.put("follow", follows);
    query.put("hold", held ? "true" : "");
    return Addresses.query(Tab.RECORDS.address(pipeline), query);
  }

  /** The same at another stage. */
  public RecordsQuery at(String other) {
    return new RecordsQuery(pipeline, other, record, follows, held);
  }

  /** The same with a record opened. */
  public RecordsQuery open(long id) {
    return new RecordsQuery(pipeline, stage, Optional.of(id), follows, held);
  }

  /** The same with none opened. */
  public RecordsQuery closed() {
    return new RecordsQuery(pipeline, stage, Optional.empty(), follows, held);
  }

  /** The same, held or going on. */
  public RecordsQuery hold(boolean wanted) {
    return new RecordsQuery(pipeline, stage, record, follows, wanted);
  }

  /** The same with this key, or with all. */
  public RecordsQuery follow(String look) {
    return new RecordsQuery(pipeline, stage, Optional.empty(), look, false);
  }
}
