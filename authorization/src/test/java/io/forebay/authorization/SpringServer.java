package io.forebay.authorization;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Spring's authorization server in this process, on loopback, with a client for each way to ask.
 */
final class SpringServer implements AutoCloseable {
  static final String BASIC = "basic client: 100% ours";
  static final String BASIC_SECRET = "s3cr3t: +/% & more";
  static final String POST = "post";
  static final String POST_SECRET = "s3cr3t-post";
  static final String SHARED = "shared";
  static final String SHARED_SECRET = "s3cr3t-of-more-than-thirty-two-bytes";
  static final String SIGNED = "signed";

  private final ConfigurableApplicationContext context;

  private SpringServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts it.
   *
   * @param keys where the public keys of the client that signs are
   */
  static SpringServer start(String keys) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.port", 0);
    properties.put("server.address", "127.0.0.1");
    properties.put("spring.main.banner-mode", "off");
    properties.put("logging.level.root", "WARN");
    properties.put("client.keys", keys);
    // All of them from the start: a thread that comes later would look like a leak.
    properties.put("server.tomcat.threads.max", 8);
    properties.put("server.tomcat.threads.min-spare", 8);
    SpringApplication application = new SpringApplication(Settings.class);
    application.setDefaultProperties(properties);
    application.setRegisterShutdownHook(false);
    return new SpringServer(application.run());
  }

  /** The URL of a path of it. */
  String url(String path) {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return "http://127.0.0.1:" + port + path;
  }

  @Override
  public void close() {
    context.close();
  }

  /** What Spring makes the server of. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Settings {
    @Bean
    RegisteredClientRepository clients(Environment environment) {
      String keys = environment.getRequiredProperty("client.keys");
      return new InMemoryRegisteredClientRepository(
          client(BASIC, ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
              .clientSecret("{noop}" + BASIC_SECRET)
              .build(),
          client(POST, ClientAuthenticationMethod.CLIENT_SECRET_POST)
              .clientSecret("{noop}" + POST_SECRET)
              .build(),
          client(SHARED, ClientAuthenticationMethod.CLIENT_SECRET_JWT)
              .clientSecret(SHARED_SECRET)
              .clientSettings(
                  ClientSettings.builder()
                      .tokenEndpointAuthenticationSigningAlgorithm(MacAlgorithm.HS256)
                      .build())
              .build(),
          client(SIGNED, ClientAuthenticationMethod.PRIVATE_KEY_JWT)
              .clientSettings(
                  ClientSettings.builder()
                      .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS256)
                      .jwkSetUrl(keys)
                      .build())
              .build());
    }

    private static RegisteredClient.Builder client(String id, ClientAuthenticationMethod how) {
      return RegisteredClient.withId(id)
          .clientId(id)
          .clientAuthenticationMethod(how)
          .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
          .scope("read")
          .scope("write")
          .tokenSettings(
              TokenSettings.builder()
                  .accessTokenTimeToLive(Duration.ofMinutes(5))
                  .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                  .build());
    }
  }
}
