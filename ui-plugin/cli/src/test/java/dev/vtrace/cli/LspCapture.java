// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A recorded run from {@code samples/} in a folder of its own, with its logs unpacked. */
record LspCapture(Path folder) {
  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at;
  }

  static LspCapture of(String sample, Path into) throws IOException {
    Path folder = Files.createDirectories(into.resolve(sample));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(root().resolve("samples").resolve(sample))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try (InputStream in = Files.newInputStream(file)) {
          if (name.endsWith(".gz")) {
            String plain = name.substring(0, name.length() - ".gz".length());
            Files.copy(new GZIPInputStream(in), folder.resolve(plain));
          } else {
            Files.copy(in, folder.resolve(name));
          }
        }
      }
    }
    return new LspCapture(folder);
  }

  String uri() {
    return uri("");
  }

  String uri(String name) {
    return (name.isEmpty() ? folder : folder.resolve(name)).toUri().toString().replaceAll("/$", "");
  }

  String text(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
  }

  List<String> lines(String name) throws IOException {
    return text(name).lines().toList();
  }

  /** The n-th line (first 0) that holds a text; its number counts from 0, too. */
  int line(String name, String text, int n) throws IOException {
    int left = n;
    List<String> all = lines(name);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).contains(text) && left-- == 0) {
        return i;
      }
    }
    throw new AssertionError(name + " has no line with " + text);
  }
}
