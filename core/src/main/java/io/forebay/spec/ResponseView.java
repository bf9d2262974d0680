package io.forebay.spec;

import java.util.Optional;

/**
 * What a computed value may see of the origin's response, before anything is edited. Used by one
 * thread, while the value is computed.
 */
public interface ResponseView {

  /** The status that the origin gave. */
  int status();

  /** The first value of a header, whatever the case of its name. */
  Optional<String> header(String name);

  /**
   * The beginning of the body as text, in the charset that it names or UTF-8, decompressed if it
   * came as gzip. Reads ahead and waits for it; the caller still gets the whole body, as it came.
   *
   * @param most largest number of bytes to look at, after decompression, from 1 to 1 MiB
   * @return the text; empty if the body could not be read, which the caller will find too
   */
  Optional<String> body(int most);
}
