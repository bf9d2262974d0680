package io.forebay.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts tinyproxy as an HTTP proxy, logging each request to {@code tinyproxy.log}. */
final class Tinyproxy {
  private Tinyproxy() {}

  /**
   * A proxy.
   *
   * @param directives further lines of its configuration, such as {@code BasicAuth user pass}
   */
  static RealServer start(String... directives) throws IOException {
    Path program = Installed.program("tinyproxy", "tinyproxy-bin");
    return RealServer.start(
        (folder, port) -> {
          Path configuration = folder.resolve("tinyproxy.conf");
          Files.writeString(configuration, configuration(folder, port, directives));
          return List.of(program.toString(), "-d", "-c", configuration.toString());
        });
  }

  private static String configuration(Path folder, int port, String... directives) {
    return """
        Listen 127.0.0.1
        Port PORT
        Timeout 60
        MaxClients 100
        LogFile "FOLDER/tinyproxy.log"
        PidFile "FOLDER/tinyproxy.pid"
        LogLevel Info
        DIRECTIVES
        """
        .replace("DIRECTIVES", String.join("\n", directives))
        .replace("PORT", Integer.toString(port))
        .replace("FOLDER", folder.toString());
  }
}
