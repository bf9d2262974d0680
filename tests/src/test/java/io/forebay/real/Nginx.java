package io.forebay.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/** Starts nginx as an origin, in one process, logging {@code method uri connection} per request. */
final class Nginx {
  private Nginx() {}

  /**
   * An origin.
   *
   * @param listen what follows the address in {@code listen}, such as {@code ssl http2}
   * @param server further directives of the server block; {@code FOLDER} is its folder
   */
  static RealServer start(
      String listen, String server, HeldCertificate certificate, HeldCertificate authority)
      throws IOException {
    Path program = Installed.program("nginx", "nginx-light");
    return RealServer.start(
        (folder, port) -> {
          Files.writeString(
              folder.resolve("server.pem"),
              certificate.certificatePem() + authority.certificatePem());
          Files.writeString(folder.resolve("server.key"), certificate.privateKeyPkcs8Pem());
          Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
          Path configuration = folder.resolve("nginx.conf");
          Files.writeString(configuration, configuration(folder, port, listen, server));
          return List.of(
              program.toString(), "-p", folder.toString(), "-c", configuration.toString());
        });
  }

  private static String configuration(Path folder, int port, String listen, String server) {
    String tls =
        listen.contains("ssl")
            ? "ssl_certificate FOLDER/server.pem; ssl_certificate_key FOLDER/server.key;"
            : "";
    return """
        daemon off;
        master_process off;
        pid FOLDER/nginx.pid;
        error_log FOLDER/error.log;
        worker_rlimit_nofile 4096;
        events { worker_connections 1024; }
        http {
          log_format plain '$request_method $request_uri $connection $ssl_client_s_dn';
          access_log FOLDER/access.log plain;
          client_body_temp_path FOLDER/body;
          proxy_temp_path FOLDER/proxy;
          fastcgi_temp_path FOLDER/fastcgi;
          uwsgi_temp_path FOLDER/uwsgi;
          scgi_temp_path FOLDER/scgi;
          server {
            listen 127.0.0.1:PORT LISTEN;
            TLS
            SERVER
            location / { return 200 "ok"; }
          }
        }
        """
        .replace("TLS\n", tls + "\n")
        .replace("LISTEN", listen)
        .replace("SERVER", server)
        .replace("PORT", Integer.toString(port))
        .replace("FOLDER", folder.toString());
  }
}
