package io.sluice.server.console.render;

import io.sluice.engine.tap.TappedRecord;
import io.sluice.engine.tap.Watch;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Samples;
import io.sluice.server.console.record.RecordsPage;
import io.sluice.server.console.record.RecordsQuery;
import io.sluice.server.records.Look;
import io.sluice.server.records.Stream;
import io.sluice.server.records.Streaming;
import io.sluice.server.view.PipelineState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/** Pages of records, with some that mean ill and some that are large. */
final class RecordPages {
  private static final String HOSTILE = "\"><script>alert(1)</script>";

  private RecordPages() {}

  static Map<String, byte[]> all(Pages pages) {
    Frame frame = Samples.frame("Records of shop-running", Place.PIPELINES);
    Reading reading = Samples.reading(PipelineState.RUNNING);
    Streaming streaming = new Streaming();
    streaming.mask("email");
    Stream stream = streaming.of("shop").orElseThrow();
    Watch watch = stream.tap().orElseThrow().open("x").orElseThrow();
    Look look = new Look("1", HOSTILE, stream, watch);
    RecordsQuery query = new RecordsQuery("shop-running", "source", Optional.empty(), "1", true);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("records-none", pages.render("records", RecordsPage.of(frame, reading, query, look)));
    for (int i = 0; i < 50; i++) {
      Map<String, Object> row = new LinkedHashMap<>(Map.of(HOSTILE, HOSTILE, "email", HOSTILE));
      for (int field = 0; field < 400; field++) {
        row.put("column_" + field, "value " + field * i);
      }
      streaming.flow(
          "shop", new SourceRecord(Map.of(), Map.of("at", i), "rows", null, "x", null, row));
    }
    List<TappedRecord> seen = watch.since(0).records();
    RecordsQuery opened = query.open(seen.get(seen.size() - 1).id());
    all.put("records", pages.render("records", RecordsPage.of(frame, reading, opened, look)));
    all.put(
        "records-masked",
        pages.render("records", RecordsPage.of(frame, reading, opened.at("transform:hide"), look)));
    all.put(
        "records-refused",
        pages.render(
            "records",
            RecordsPage.refused(
                frame,
                reading,
                query,
                Optional.of(stream),
                new Refused(HOSTILE, Optional.of("Read its topic")))));
    return all;
  }
}
