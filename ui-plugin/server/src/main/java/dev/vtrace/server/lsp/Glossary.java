// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What trace events and requests mean, in a sentence each. To add one, add a line to the file. */
final class Glossary {
  private static final Glossary EVENTS = new Glossary("events.txt");
  private static final Glossary REQUESTS = new Glossary("requests.txt");

  private final Map<String, String> sentences = new HashMap<>();

  private Glossary(String resource) {
    try (InputStream in = Glossary.class.getResourceAsStream(resource)) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.split("\n")) {
        int bar = line.indexOf('|');
        if (bar > 0 && !line.startsWith("#")) {
          sentences.put(line.substring(0, bar), line.substring(bar + 1).trim());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an event tells, by its newest name; empty if nothing is known of it. */
  static String event(String name) {
    String exact = EVENTS.sentences.get(name);
    if (exact != null) {
      return exact;
    }
    // vhost_user_blk_start_in is a vhost_user_*_start_in.
    String begin = "vhost_user_";
    int device = name.startsWith(begin) ? name.indexOf('_', begin.length()) : -1;
    return device < 0
        ? ""
        : EVENTS.sentences.getOrDefault(begin + "*" + name.substring(device), "");
  }

  /** What a request does; empty if nothing is known of it. */
  static String request(String name) {
    return REQUESTS.sentences.getOrDefault(name, "");
  }
}
