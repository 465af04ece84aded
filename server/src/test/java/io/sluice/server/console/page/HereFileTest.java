package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link HereFile} offers, pasted into a shell. */
class HereFileTest {
  private static final String TEXT = "name: shop\nowner: it's $HOME `id` \\n \"x\"\n";

  @TempDir private Path folder;

  @Test
  void a_file_is_written_as_it_is_into_its_folder_and_the_command_is_run_on_it() throws Exception {
    String command = HereFile.written("sales/o'shop.yaml", TEXT, "sluice validate");
    assertThat(shell("sluice() { echo \"$1 of $2\"; }\n" + command))
        .isEqualTo("validate of sales/o'shop.yaml\n");
    assertThat(folder.resolve("sales/o'shop.yaml")).hasContent(TEXT);
  }

  @Test
  void a_document_is_sent_as_it_is() throws Exception {
    String call = HereFile.sent("application/yaml", "/api/v1/pipelines?file=a%2Fb.yaml", TEXT);
    assertThat(
            shell(
                "curl() { for word; do echo \"$word\"; done; cat; }\nSLUICE_SERVER=http://x\n"
                    + call))
        .contains("@-\n", "http://x/api/v1/pipelines?file=a%2Fb.yaml\n")
        .endsWith(TEXT);
  }

  private String shell(String script) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    return said;
  }
}
