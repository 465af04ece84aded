package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.http.ServedRoutes.Reply;
import io.sluice.server.http.asset.Assets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of pages, which browsers keep. */
@Timeout(60)
class AssetsTest {
  private final Assets assets =
      Assets.read(
          AssetsTest.class, Map.of("look.css", "asset/look.css", "tiny.js", "asset/tiny.js"));
  private final ServedRoutes served = ServedRoutes.of(assets.route());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void a_file_is_kept_for_good_at_an_address_that_changes_with_it() {
    String url = assets.url("look.css");
    Reply reply = served.get(url);

    assertThat(url).matches("/static/[0-9a-f]{12}/look.css");
    assertThat(reply.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.text()).startsWith("body { color: black; }");
    assertThat(served.get(url.replaceFirst("/[0-9a-f]{12}/", "/000000000000/")).status())
        .isEqualTo(404);
    assertThat(served.get(url.replace("look.css", "tiny.js")).status()).isEqualTo(404);
    assertThat(served.get("/static/000000000000/package-info.class").status()).isEqualTo(404);
  }

  @Test
  void it_is_packed_for_who_takes_it_where_that_makes_it_shorter() {
    Reply packed = served.get(assets.url("look.css"), "Accept-Encoding", "br, gzip;q=0.5");

    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(packed.header("Content-Length"))
        .isEqualTo(Integer.toString(assets.bytesOnTheWire("look.css")));
    assertThat(assets.bytesOnTheWire("look.css")).isLessThan(200);
    for (String none : new String[] {"br", "gzip;q=0", "gzip;q=0.0, br"}) {
      assertThat(
              served
                  .get(assets.url("look.css"), "Accept-Encoding", none)
                  .header("Content-Encoding"))
          .isEmpty();
    }
    assertThat(served.get(assets.url("tiny.js"), "Accept-Encoding", "gzip").text()).isEqualTo("x");
  }

  @Test
  void a_file_that_is_not_there_is_found_at_the_start_and_not_by_people() {
    assertThatThrownBy(() -> Assets.read(AssetsTest.class, Map.of("a.css", "asset/a.css")))
        .hasMessageContaining("asset/a.css is not on the class path");
    assertThatThrownBy(() -> Assets.read(AssetsTest.class, Map.of("a.exe", "asset/look.css")))
        .hasMessageContaining("a.exe");
    assertThatThrownBy(() -> assets.url("other.css")).hasMessageContaining("other.css");
  }
}
