package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is generated and checked in is current. {@code mvn test -Dupdate=true} brings it up to date.
 */
class GeneratedDocsTest {
  private static final Path REFERENCE = Path.of("../docs/reference");
  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->";

  @Test
  void the_schema_for_editors_is_current() throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    String schema = new ObjectMapper().writer(printer).writeValueAsString(PipelineSchema.tree());

    isCurrent(REFERENCE.resolve("pipeline.schema.json"), schema + "\n");
  }

  @Test
  void the_reference_of_the_pipeline_file_is_current() throws IOException {
    Path file = REFERENCE.resolve("pipeline-file.md");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);

    isCurrent(file, text.substring(0, begin) + PipelineReference.markdown() + text.substring(end));
  }

  private static void isCurrent(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("update")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("%s is generated; run: mvn -pl pipeline test -Dupdate=true", file)
        .isEqualTo(expected);
  }
}
