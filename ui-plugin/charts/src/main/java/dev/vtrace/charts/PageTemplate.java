// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A page with named gaps, <code>{{like this}}</code>, and what goes into each. */
final class PageTemplate {
  private static final String[] TIMELINE = {
    "picture.js", "model.js", "list.js", "details.js", "filter.js", "input.js", "main.js"
  };

  private final String template;
  private final Map<String, MarkupPart> parts = new HashMap<>();

  /** Writes what goes into a gap; it is markup already. */
  interface MarkupPart {
    void write(OutputStream out) throws IOException;
  }

  PageTemplate(String name) throws IOException {
    template = resource(name);
  }

  PageTemplate text(String gap, String markup) {
    return part(gap, out -> write(out, markup));
  }

  PageTemplate part(String gap, MarkupPart part) {
    parts.put(gap, part);
    return this;
  }

  void write(OutputStream out) throws IOException {
    int at = 0;
    for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", at)) {
      write(out, template.substring(at, open));
      int close = template.indexOf("}}", open);
      requireNonNull(parts.get(template.substring(open + 2, close))).write(out);
      at = close + 2;
    }
    write(out, template.substring(at));
  }

  /** The script of the timeline, in the order in which its parts need each other. */
  static String timelineScript() throws IOException {
    StringBuilder script = new StringBuilder("\"use strict\";\n");
    for (String name : TIMELINE) {
      script.append(resource(name));
    }
    return script.toString();
  }

  static String timelineStyle() throws IOException {
    return resource("page.css") + resource("legend.css");
  }

  /** What a browser may run and load: this script, this style, and nothing else. */
  static String policy(String script, String style) {
    return "default-src 'none'; script-src '"
        + hash(script)
        + "'; style-src '"
        + hash(style)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = PageTemplate.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IOException("not in this build: page/" + name);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      in.transferTo(bytes);
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
