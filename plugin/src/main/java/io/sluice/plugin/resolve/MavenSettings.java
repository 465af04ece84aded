package io.sluice.plugin.resolve;

import io.sluice.plugin.InstallException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.jspecify.annotations.Nullable;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/**
 * What the user's Maven settings say of repositories: where the local one is, which remote ones
 * there are, their mirrors, proxies and logins. Of profiles, those count that the settings make
 * active, by name or by default.
 */
final class MavenSettings {
  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  private final Settings settings;
  private final Path localRepository;
  private final List<String> furtherRepositories;
  private final List<Server> servers;
  private final List<Proxy> proxies;
  private final Map<String, String> loginsInUrls = new LinkedHashMap<>();

  private MavenSettings(Settings settings, SettingsDecryptionResult plain, MavenOptions options) {
    this.settings = settings;
    this.servers = plain.getServers();
    this.proxies = plain.getProxies();
    this.furtherRepositories = options.repositories();
    String local = settings.getLocalRepository();
    this.localRepository =
        local == null || local.isBlank()
            ? options.userHome().resolve(".m2").resolve("repository")
            : Path.of(local);
  }

  /** Reads the settings of Maven's installation and of the user; neither has to exist. */
  static MavenSettings read(MavenOptions options) {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    options.environment().forEach((name, value) -> properties.put("env." + name, value));
    request.setSystemProperties(properties);
    Path user =
        options.settings().orElse(options.userHome().resolve(".m2").resolve("settings.xml"));
    if (options.settings().isPresent() && !Files.exists(user)) {
      throw new InstallException(
          InstallException.Kind.NOT_FOUND, "There are no Maven settings at " + user, null);
    }
    request.setUserSettingsFile(user.toFile());
    installation(options.environment()).map(Path::toFile).ifPresent(request::setGlobalSettingsFile);
    try {
      Settings settings =
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings();
      return new MavenSettings(settings, decrypted(settings, options), options);
    } catch (SettingsBuildingException e) {
      throw new InstallException(
          InstallException.Kind.USAGE,
          "The Maven settings in " + user + " cannot be read",
          "Check them with: mvn help:effective-settings",
          e);
    }
  }

  Path localRepository() {
    return localRepository;
  }

  boolean offline() {
    return settings.isOffline();
  }

  /** The remote repositories, in the order in which they are asked; mirrors not applied yet. */
  List<RemoteRepository> repositories() {
    Map<String, RemoteRepository> all = new LinkedHashMap<>();
    for (Profile profile : settings.getProfiles()) {
      boolean byDefault =
          profile.getActivation() != null && profile.getActivation().isActiveByDefault();
      if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
        for (Repository repository : profile.getRepositories()) {
          all.put(
              repository.getId(),
              remote(
                  repository.getId(),
                  repository.getUrl(),
                  policy(repository.getReleases(), true),
                  policy(repository.getSnapshots(), false)));
        }
      }
    }
    for (String url : furtherRepositories) {
      String id = "further-" + all.size();
      all.put(id, remote(id, url, policy(null, true), policy(null, false)));
    }
    all.computeIfAbsent(
        "central", id -> remote(id, CENTRAL, policy(null, true), policy(null, false)));
    return new ArrayList<>(all.values());
  }

  /** Mirrors, proxies and logins. */
  void applyTo(SessionBuilder session) {
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          withoutLogin(mirror.getId(), mirror.getUrl()),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    session.setMirrorSelector(mirrors);
    DefaultProxySelector chosen = new DefaultProxySelector();
    for (Proxy proxy : proxies) {
      if (proxy.isActive()) {
        AuthenticationBuilder login = new AuthenticationBuilder();
        login.addUsername(proxy.getUsername()).addPassword(proxy.getPassword());
        chosen.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), login.build()),
            proxy.getNonProxyHosts());
      }
    }
    session.setProxySelector(chosen);
    DefaultAuthenticationSelector logins = new DefaultAuthenticationSelector();
    loginsInUrls.forEach(
        (id, login) -> {
          String[] parts = login.split(":", 2);
          logins.add(
              id,
              new AuthenticationBuilder()
                  .addUsername(parts[0])
                  .addPassword(parts.length > 1 ? parts[1] : "")
                  .build());
        });
    for (Server server : servers) {
      logins.add(
          server.getId(),
          new AuthenticationBuilder()
              .addUsername(server.getUsername())
              .addPassword(server.getPassword())
              .addPrivateKey(server.getPrivateKey(), server.getPassphrase())
              .build());
    }
    session.setAuthenticationSelector(logins);
  }

  private RemoteRepository remote(
      String id, String url, RepositoryPolicy releases, RepositoryPolicy snapshots) {
    return new RemoteRepository.Builder(id, "default", withoutLogin(id, url))
        .setReleasePolicy(releases)
        .setSnapshotPolicy(snapshots)
        .build();
  }

  /** Errors and logs name URLs: a login in one must not get there. Invariant 9. */
  private String withoutLogin(String id, String url) {
    RepositoryUrl parts = RepositoryUrl.of(id, url);
    parts.login().ifPresent(login -> loginsInUrls.put(id, login));
    return parts.address();
  }

  private static RepositoryPolicy policy(
      org.apache.maven.settings.@Nullable RepositoryPolicy said, boolean otherwise) {
    boolean enabled = said == null ? otherwise : said.isEnabled();
    // A repository whose settings ask for no checksums is the user's own decision.
    String checksums =
        said == null || said.getChecksumPolicy() == null
            ? RepositoryPolicy.CHECKSUM_POLICY_FAIL
            : said.getChecksumPolicy();
    return new RepositoryPolicy(enabled, RepositoryPolicy.UPDATE_POLICY_ALWAYS, checksums);
  }

  private static SettingsDecryptionResult decrypted(Settings settings, MavenOptions options) {
    Path security = options.userHome().resolve(".m2").resolve("settings-security.xml");
    DefaultSecDispatcher dispatcher =
        new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), security.toString());
    return new DefaultSettingsDecrypter(dispatcher)
        .decrypt(new DefaultSettingsDecryptionRequest(settings));
  }

  /** The settings beside Maven itself, where companies put their mirrors. */
  private static Optional<Path> installation(Map<String, String> environment) {
    List<Path> homes = new ArrayList<>();
    for (String variable : List.of("M2_HOME", "MAVEN_HOME")) {
      String home = environment.getOrDefault(variable, "");
      if (!home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    String path = environment.getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      Path command = Path.of(folder.isBlank() ? "." : folder, "mvn");
      if (!folder.isBlank() && Files.isRegularFile(command)) {
        try {
          Path bin = command.toRealPath().getParent();
          if (bin != null && bin.getParent() != null) {
            homes.add(bin.getParent());
          }
        } catch (IOException e) {
          continue; // a dangling link is no installation
        }
      }
    }
    return homes.stream()
        .map(home -> home.resolve("conf").resolve("settings.xml"))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
