package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.stream.Spool.Space;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @Property(tries = 200)
  void what_was_kept_is_replayed_in_order_without_what_was_undone(
      @ForAll long seed, @ForAll @IntRange(max = 300_000) int memory) throws Exception {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("spool-test-");
    Space space = new Space(folder, memory);
    List<String> kept = new ArrayList<>();
    try (Spool spool = new Spool(space)) {
      List<List<String>> bySubtransaction = new ArrayList<>();
      List<String> order = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        bySubtransaction.add(new ArrayList<>());
      }
      int messages = random.nextInt(60);
      for (int i = 0; i < messages; i++) {
        int xid = random.nextInt(5);
        int size = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(200);
        byte[] body = new byte[size + 3];
        random.nextBytes(body);
        long start = random.nextLong();
        spool.add(start, xid, (byte) 'I', body, 2, size);
        String told = start + " " + hash((byte) 'I', body, 2, size);
        order.add(told);
        bySubtransaction.get(xid).add(told);
      }
      for (int xid = 0; xid < 5; xid++) {
        if (random.nextInt(3) == 0) {
          spool.abort(xid);
          order.removeAll(bySubtransaction.get(xid));
        }
      }

      spool.replay(
          (message, start) ->
              kept.add(
                  start
                      + " "
                      + hash(
                          message.get(0),
                          message.array(),
                          message.position() + 1,
                          message.remaining() - 1)));

      assertThat(kept).isEqualTo(order);
    }
    assertThat(space.free()).isEqualTo(memory);
    assertThat(files(folder)).isEmpty();
    Files.delete(folder);
  }

  @Test
  void a_file_is_gone_from_its_folder_when_the_spool_is_closed(@TempDir Path folder)
      throws Exception {
    Spool spool = new Spool(new Space(folder, 0));
    spool.add(1, 1, (byte) 'I', new byte[100_000], 0, 100_000);

    assertThat(spool.spilled()).isTrue();
    spool.close();
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void a_description_of_a_table_outlives_the_subtransaction_it_came_in(@TempDir Path folder)
      throws SQLException {
    List<String> replayed = new ArrayList<>();
    try (Spool spool = new Spool(new Space(folder, 1 << 20))) {
      spool.add(1, 7, (byte) 'R', new byte[] {'x'}, 0, 1);
      spool.add(1, 7, (byte) 'I', new byte[] {'y'}, 0, 1);
      spool.abort(7);
      spool.replay(
          (message, start) ->
              replayed.add(
                  new String(message.array(), 0, message.remaining(), StandardCharsets.UTF_8)));
    }

    assertThat(replayed).containsExactly("Rx");
  }

  @Test
  void a_folder_that_cannot_be_written_to_is_named_with_what_to_do() {
    Spool spool = new Spool(new Space(Path.of("/no/such/folder"), 0));

    assertThatThrownBy(() -> spool.add(1, 1, (byte) 'I', new byte[10], 0, 10))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("/no/such/folder")
        .hasMessageContaining("sluice.streaming.folder");
  }

  private static String hash(byte type, byte[] bytes, int from, int length) {
    return type
        + " "
        + java.util.Arrays.hashCode(java.util.Arrays.copyOfRange(bytes, from, from + length));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
