// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.rules.RulePage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Files for editors that show nothing but files: pages of rules, texts, timelines. They lie in a
 * folder that only the user may enter, and go when the server ends.
 */
final class EditorPages implements AutoCloseable {
  private static final int LONGEST_NAME = 80;

  private @Nullable PrivateFolder folder;
  private boolean closed;

  /** What a file is to hold. */
  @FunctionalInterface
  interface PageContent {
    void write(OutputStream out) throws IOException;
  }

  /** The URI of the file with a rule's page; null if there is no page or it cannot be written. */
  @Nullable String rule(String code) {
    String text = RulePage.of(code);
    try {
      return text == null ? null : write(code + ".md", text).toUri().toString();
    } catch (IOException e) {
      return null;
    }
  }

  /** Writes a text, over one of the same name. */
  Path write(String name, String text) throws IOException {
    Path file = path(name);
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
    return file;
  }

  /** Writes a page, over one of the same name. */
  Path write(String name, PageContent content) throws IOException {
    Path file = path(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      content.write(out);
    }
    return file;
  }

  /** Where a page of this name lies; what a file name should not have is replaced. */
  synchronized Path path(String name) throws IOException {
    if (closed) {
      throw new IOException("the server ends");
    }
    if (folder == null) {
      folder = PrivateFolder.create();
    }
    return folder.path().resolve(fileName(name));
  }

  /** A name that any file system takes. */
  static String fileName(String name) {
    StringBuilder out = new StringBuilder();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String end = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    for (int i = 0; i < stem.length() && out.length() < LONGEST_NAME; i++) {
      char c = stem.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      out.append(plain ? c : '_');
    }
    return (out.isEmpty() ? "page" : out) + end;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (folder != null) {
      try {
        folder.close();
      } catch (IOException e) {
        // What is left lies among the temporary files.
      }
    }
  }
}
