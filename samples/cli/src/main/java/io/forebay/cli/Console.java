package io.forebay.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: bytes, and text in UTF-8 whatever the locale says.
 *
 * @param in standard input
 * @param out standard output, unbuffered
 * @param err standard error, unbuffered
 */
record Console(InputStream in, OutputStream out, OutputStream err) {

  /** The process's own streams. */
  static Console system() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  /** Writes a line of results, at once. */
  void print(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Writes a line for people. If even that is impossible, there is nobody left to tell. */
  void error(String line) {
    PrintWriter writer = errWriter();
    writer.println(line);
    writer.flush();
  }

  /** Writes what went wrong, without the stack: for mistakes that are not ours. */
  void error(Exception failure) {
    error(String.valueOf(failure.getMessage()));
  }

  PrintWriter outWriter() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
  }
}
