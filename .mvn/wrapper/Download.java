// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches a URL into a file, for machines with neither curl nor wget: java Download.java URL FILE. */
public final class Download {
  public static void main(String[] args) throws IOException {
    try (InputStream in = URI.create(args[0]).toURL().openStream()) {
      Files.copy(in, Path.of(args[1]));
    }
  }
}
