package io.sluice.server.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A provider whose every answer can be set: what no well-behaved one can be brought to say. */
final class HandProvider implements AutoCloseable {
  private final HttpServer server;
  private final String address;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private RSAKey key = newKey("first");

  private HandProvider(HttpServer server, String address) {
    this.server = server;
    this.address = address;
  }

  static HandProvider start(int port) throws IOException {
    return start(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0),
        "http://127.0.0.1:");
  }

  /** One that speaks TLS, with the key of a store for {@code localhost}. */
  static HandProvider startTls(Path keystore) throws IOException, GeneralSecurityException {
    char[] password = CertificateAuthority.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(keystore.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return start(server, "https://localhost:");
  }

  private static HandProvider start(HttpServer server, String address) {
    HandProvider provider = new HandProvider(server, address);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          provider.asked.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
          byte[] body = provider.answers.getOrDefault(path, "").getBytes(UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(
              body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    provider.metadata(provider.issuer());
    provider.publish();
    return provider;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String issuer() {
    return address + port();
  }

  int asked(String path) {
    AtomicInteger times = asked.get(path);
    return times == null ? 0 : times.get();
  }

  /** It says that it is this. */
  void metadata(String issuer) {
    String at = issuer();
    answers.put(
        "/.well-known/openid-configuration",
        """
        {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token",
        "jwks_uri":"%s/keys","userinfo_endpoint":"%s/user",
        "response_types_supported":["code"],"subject_types_supported":["public"],
        "id_token_signing_alg_values_supported":["RS256","HS256","none"]}
        """
            .formatted(issuer, at, at, at, at));
  }

  /** It signs with another key from now on, and has published it. */
  void rotate(String keyId) {
    key = newKey(keyId);
    publish();
  }

  /** It says this of users to who has an access token. */
  void user(String json) {
    answers.put("/user", json);
  }

  /** Gives a token signed with its key. */
  void gives(JWTClaimsSet claims) throws JOSEException {
    answer(signed(claims, JWSAlgorithm.RS256, new RSASSASigner(key), key.getKeyID()));
  }

  /** Gives one signed with a key that it has not published. */
  void givesForged(JWTClaimsSet claims) throws JOSEException {
    answer(
        signed(
            claims, JWSAlgorithm.RS256, new RSASSASigner(newKey(key.getKeyID())), key.getKeyID()));
  }

  /** Gives one signed with a secret that several know. */
  void givesByHmac(JWTClaimsSet claims, byte[] secret) throws JOSEException {
    answer(signed(claims, JWSAlgorithm.HS256, new MACSigner(secret), key.getKeyID()));
  }

  /** Gives one that is not signed at all. */
  void givesUnsigned(JWTClaimsSet claims) {
    answer(new PlainJWT(claims).serialize());
  }

  /** The public key as everybody may have it. */
  byte[] publicKey() throws JOSEException {
    return key.toRSAPublicKey().getEncoded();
  }

  /** Claims that are right. */
  JWTClaimsSet.Builder claims(URI departure) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience("sluice")
        .subject("1")
        .claim("groups", List.of("platform"))
        .claim("nonce", Browser.value(departure, "nonce"))
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void publish() {
    answers.put("/keys", new JWKSet(key.toPublicJWK()).toString());
  }

  private void answer(String idToken) {
    answers.put(
        "/token",
        """
        {"access_token":"a","token_type":"Bearer","expires_in":300,"id_token":"%s"}
        """
            .formatted(idToken));
  }

  private static String signed(
      JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer, String keyId)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
