package io.sluice.project.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAddressTest {
  private static final URI URL = URI.create("http://127.0.0.1:8080");

  @TempDir private Path folder;

  @Test
  void what_a_server_writes_is_found_and_only_its_owner_can_read_it() throws IOException {
    ServerAddress address = ServerAddress.ofThisProcess(URL, "a-token");
    address.write(folder);
    assertThat(ServerAddress.find(folder)).contains(address);
    ServerAddress.ofThisProcess(URL, "a-token", Optional.of("abc")).write(folder);
    assertThat(ServerAddress.find(folder).orElseThrow().certificate()).contains("abc");
    assertThat(Files.getPosixFilePermissions(folder.resolve(ServerAddress.FILE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(address.toString()).doesNotContain("a-token");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void what_a_killed_server_left_behind_is_not_found() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    new ServerAddress(URL, "a-token", gone.pid(), Optional.empty()).write(folder);
    assertThat(ServerAddress.find(folder)).isEmpty();
  }

  @Test
  void what_is_torn_or_somebody_elses_is_not_found() throws IOException {
    assertThat(ServerAddress.find(folder)).isEmpty();
    for (String text : new String[] {"", "{", "[]", "{\"url\": \"no url\"}", "{\"pid\": 1}"}) {
      Files.writeString(folder.resolve(ServerAddress.FILE), text);
      assertThat(ServerAddress.find(folder)).as(text).isEmpty();
    }
  }

  @Test
  void a_server_that_ends_leaves_the_file_of_the_next_one_alone() throws IOException {
    ServerAddress first = ServerAddress.ofThisProcess(URL, "first");
    ServerAddress second = ServerAddress.ofThisProcess(URL, "second");
    first.write(folder);
    second.write(folder);
    first.remove(folder);
    assertThat(ServerAddress.find(folder)).contains(second);
    second.remove(folder);
    assertThat(folder.resolve(ServerAddress.FILE)).doesNotExist();
  }
}
