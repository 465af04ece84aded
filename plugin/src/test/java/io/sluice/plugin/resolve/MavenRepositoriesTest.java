package io.sluice.plugin.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.plugin.InstallException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;

class MavenRepositoriesTest {
  private static final byte[] JAR = {
    'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir Path work;
  private TestRepository remote;

  @BeforeEach
  void serve() throws Exception {
    remote = new TestRepository(work);
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private void jar(String group, String artifact, String version, String... dependencies)
      throws Exception {
    remote.pom(group, artifact, version, dependencies);
    remote.put(group, artifact, version, ".jar", JAR);
  }

  private static Fetched fetch(MavenOptions options, String coordinates) {
    try (MavenRepositories repositories = MavenRepositories.open(options, line -> {})) {
      return repositories.fetch(Coordinates.parse(coordinates));
    }
  }

  private static List<String> names(Fetched fetched) {
    return fetched.files().stream().map(f -> f.path().getFileName().toString()).sorted().toList();
  }

  @Test
  void an_archive_that_is_published_is_preferred() throws Exception {
    jar("org.acme", "shop", "1.0");
    remote.put("org.acme", "shop", "1.0", "-plugin.tar.gz", new byte[] {1});

    Fetched fetched = fetch(remote.options(), "org.acme:shop:1.0");

    assertThat(fetched.archive()).isTrue();
    assertThat(fetched.coordinates()).hasToString("org.acme:shop:tar.gz:plugin:1.0");
    assertThat(names(fetched)).containsExactly("shop-1.0-plugin.tar.gz");
  }

  @Test
  void without_an_archive_the_jar_comes_with_what_it_needs_and_connect_does_not_bring()
      throws Exception {
    jar(
        "org.acme",
        "shop",
        "1.0",
        "org.acme:client:2.0",
        "org.apache.kafka:connect-api:4.3.1",
        "org.slf4j:slf4j-api:2.0.0",
        "org.acme:tester:1.0:test",
        "org.acme:given:1.0:provided");
    jar("org.acme", "client", "2.0", "org.acme:codec:3.0:runtime");
    jar("org.acme", "codec", "3.0");

    Fetched fetched = fetch(remote.options(), "org.acme:shop:1.0");

    assertThat(fetched.archive()).isFalse();
    assertThat(names(fetched)).containsExactly("client-2.0.jar", "codec-3.0.jar", "shop-1.0.jar");
    assertThat(fetched.remarks()).isEmpty();
  }

  @Test
  void what_was_fetched_once_is_there_offline() throws Exception {
    jar("org.acme", "shop", "1.0", "org.acme:client:2.0");
    jar("org.acme", "client", "2.0");
    MavenOptions options = remote.options();
    fetch(options, "org.acme:shop:1.0");
    remote.close();

    assertThat(names(fetch(options.withOffline(true), "org.acme:shop:1.0")))
        .containsExactly("client-2.0.jar", "shop-1.0.jar");
  }

  @Test
  void offline_says_that_it_is_the_reason() throws Exception {
    assertThatThrownBy(() -> fetch(remote.options().withOffline(true), "org.acme:shop:1.0"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("org.acme:shop:jar:1.0")
        .hasMessageContaining("offline");
    assertThat(remote.asked()).isEmpty();
  }

  @Test
  void what_is_here_is_not_called_missing_where_only_the_list_of_versions_is() throws Exception {
    jar("org.acme", "shop", "1.0");
    MavenOptions options = remote.options();
    fetch(options, "org.acme:shop:1.0");

    assertThatThrownBy(() -> fetch(options.withOffline(true), "org.acme:shop"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("which versions of org.acme:shop there are is not known offline");
  }

  @Test
  void the_newest_released_version_is_taken_when_none_is_said() throws Exception {
    jar("org.acme", "shop", "1.9");
    jar("org.acme", "shop", "1.10");
    jar("org.acme", "shop", "2.0-rc1");
    jar("org.acme", "shop", "2.0.0.Beta2");

    assertThat(fetch(remote.options(), "org.acme:shop").coordinates().version()).hasValue("1.10");
    assertThat(fetch(remote.options(), "org.acme:shop:LATEST").coordinates().version())
        .hasValue("1.10");
  }

  @Test
  void a_file_whose_checksum_is_wrong_is_refused() throws Exception {
    jar("org.acme", "shop", "1.0");
    Path archive = remote.put("org.acme", "shop", "1.0", "-plugin.zip", new byte[] {1, 2, 3});
    Files.write(archive, new byte[] {1, 2, 4});
    MavenOptions options = remote.options();

    assertThatThrownBy(() -> fetch(options, "org.acme:shop:1.0"))
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.REFUSED))
        .hasMessageContaining("org.acme:shop:zip:plugin:1.0")
        .hasMessageContaining("checksum expected");
  }

  @Test
  void what_is_nowhere_is_named_with_where_it_was_looked_for() throws Exception {
    assertThatThrownBy(() -> fetch(remote.options(), "org.acme:nothing:1.0"))
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.NOT_FOUND))
        .hasMessageContaining("org.acme:nothing:jar:1.0")
        .hasMessageContaining(remote.url());
  }

  @Test
  void a_library_that_is_nowhere_is_named_with_who_needs_it() throws Exception {
    jar("org.acme", "shop", "1.0", "org.acme:client:2.0");
    remote.pom("org.acme", "client", "2.0");

    assertThatThrownBy(() -> fetch(remote.options(), "org.acme:shop:1.0"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("org.acme:client:jar:2.0")
        .hasMessageContaining("org.acme:shop:jar:1.0 needs");
  }

  @Test
  void a_pom_that_is_missing_is_told() throws Exception {
    jar("org.acme", "shop", "1.0", "org.acme:client:2.0");
    remote.put("org.acme", "client", "2.0", ".jar", JAR);

    assertThat(fetch(remote.options(), "org.acme:shop:1.0").remarks())
        .anyMatch(r -> r.contains("org.acme:client") && r.contains("libraries"));
  }

  @Test
  void repositories_that_poms_name_are_not_asked() throws Exception {
    jar("org.acme", "shop", "1.0", "org.acme:client:2.0");
    jar("org.acme", "client", "2.0");

    // Each pom of the test names one at a port where nobody listens.
    assertThat(fetch(remote.options(), "org.acme:shop:1.0").files()).hasSize(2);
  }

  @Test
  void the_login_of_the_settings_is_used() throws Exception {
    remote.login("ada", "s3cret-word");
    jar("org.acme", "shop", "1.0");
    String server =
        "<server><id>ours</id><username>ada</username><password>s3cret-word</password></server>";

    assertThat(fetch(remote.options(Optional.of(server)), "org.acme:shop:1.0").files()).hasSize(1);
  }

  @Test
  void a_password_that_is_encrypted_in_the_settings_is_used() throws Exception {
    remote.login("ada", "s3cret-word");
    jar("org.acme", "shop", "1.0");
    DefaultPlexusCipher cipher = new DefaultPlexusCipher();
    String password = cipher.encryptAndDecorate("s3cret-word", "master-word");
    MavenOptions options =
        remote.options(
            Optional.of(
                "<server><id>ours</id><username>ada</username><password>%s</password></server>"
                    .formatted(password)));
    Files.writeString(
        options.userHome().resolve(".m2").resolve("settings-security.xml"),
        "<settingsSecurity><master>%s</master></settingsSecurity>"
            .formatted(cipher.encryptAndDecorate("master-word", "settings.security")));

    assertThat(fetch(options, "org.acme:shop:1.0").files()).hasSize(1);
  }

  @Test
  void a_login_that_is_refused_is_told_without_the_password() throws Exception {
    remote.login("ada", "right");
    jar("org.acme", "shop", "1.0");
    String server =
        "<server><id>ours</id><username>ada</username><password>s3cret-word</password></server>";
    MavenOptions options = remote.options(Optional.of(server));

    assertThatThrownBy(() -> fetch(options, "org.acme:shop:1.0"))
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.UNREACHABLE))
        .hasMessageContaining("401")
        .hasMessageNotContaining("s3cret-word");
  }

  @ParameterizedTest
  @CsvSource({
    "s3cret-word, s3cret-word",
    "p@s3cret-word, p@s3cret-word",
    "pa/s3cret-word, pa/s3cret-word",
    "pa^s3cret-word, pa^s3cret-word",
    "12:3%4s3cret-word, 12:3%4s3cret-word",
    "p@:s3cret+word, p%40%3As3cret+word"
  })
  void a_login_in_a_url_is_used_and_never_shown(String password, String written) throws Exception {
    remote.login("ada", password);
    jar("org.acme", "shop", "1.0");
    String url = remote.url().replace("//", "//ada:" + written + "@");
    MavenOptions plain = remote.options();
    Files.writeString(
        plain.userHome().resolve(".m2").resolve("settings.xml"),
        "<settings><mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>"
            .formatted(url));

    assertThat(fetch(plain, "org.acme:shop:1.0").files()).hasSize(1);
    assertThatThrownBy(() -> fetch(plain, "org.acme:other:1.0"))
        .hasMessageContaining("localhost")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//ada:12/s3cret@", "//ada:p@s/s3cret@"})
  void what_may_be_a_login_or_a_path_is_not_shown(String start) throws Exception {
    MavenOptions options =
        remote.options().withRepositories(List.of(remote.url().replace("//", start)));

    assertThatThrownBy(() -> fetch(options, "org.acme:shop:1.0"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("further-0")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void an_at_sign_of_a_path_is_no_login() {
    String feed = "https://packages.example.org/_packaging/feed@Release/maven/v1";

    assertThat(RepositoryUrl.of("feed", feed)).isEqualTo(new RepositoryUrl(feed, Optional.empty()));
    assertThat(RepositoryUrl.of("feed", feed.replace("//", "//[::1]/")).login()).isEmpty();
    assertThat(RepositoryUrl.of("local", "file:///home/ada@home/m2").login()).isEmpty();
  }

  @Test
  void a_repository_that_does_not_answer_is_not_taken_for_one_that_has_nothing() throws Exception {
    MavenOptions options = remote.options();
    remote.close();

    assertThatThrownBy(() -> fetch(options, "org.acme:shop:1.0"))
        .isInstanceOfSatisfying(
            InstallException.class,
            e -> assertThat(e.kind()).isEqualTo(InstallException.Kind.UNREACHABLE));
  }

  @Test
  void coordinates_are_read_in_both_orders_and_refused_in_words() {
    assertThat(Coordinates.parse("maven:g:a:1.0:tar.gz:plugin"))
        .isEqualTo(Coordinates.parse("g:a:tar.gz:plugin:1.0"));
    assertThatThrownBy(() -> Coordinates.parse("g:a:b:c"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("g:a:b:c");
    assertThatThrownBy(() -> Coordinates.parse("g:../../a:1.0"))
        .isInstanceOf(InstallException.class);
  }
}
