// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.timeline.Timeline;
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

/**
 * A timeline as one HTML file that needs nothing else: no network, no server. Its policy lets the
 * browser run only the script that is here, by its hash, so nothing that the evidence says can
 * become code.
 */
public final class TimelinePage {
  private static final String[] SCRIPTS = {
    "model.js",
    "scale.js",
    "layout.js",
    "draw.js",
    "marks.js",
    "list.js",
    "details.js",
    "filter.js",
    "input.js",
    "main.js"
  };

  private TimelinePage() {}

  /** Writes the page. */
  public static void write(OutputStream out, Timeline timeline) throws IOException {
    String style = resource("page.css");
    StringBuilder script = new StringBuilder("\"use strict\";\n");
    for (String name : SCRIPTS) {
      script.append(resource(name));
    }
    Map<String, String> parts = new HashMap<>();
    String name = timeline.name().isEmpty() ? "Migration" : timeline.name();
    parts.put("title", SvgDocument.escape(name));
    parts.put("policy", policy(script.toString(), style));
    parts.put("style", style);
    parts.put("script", script.toString());
    parts.put("headline", headline(timeline));
    String template = resource("page.html");
    int at = 0;
    for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", at)) {
      write(out, template.substring(at, open));
      int close = template.indexOf("}}", open);
      String part = template.substring(open + 2, close);
      // Both may be large, and are written as they are made.
      if (part.equals("data")) {
        TimelineJson.writeCompact(new ScriptSafe(out), timeline);
      } else if (part.equals("table")) {
        TimelineTable.write(out, timeline);
      } else {
        write(out, parts.get(part));
      }
      at = close + 2;
    }
    write(out, template.substring(at));
  }

  private static String policy(String script, String style) {
    return "default-src 'none'; script-src '"
        + hash(script)
        + "'; style-src '"
        + hash(style)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String headline(Timeline timeline) {
    StringBuilder out = new StringBuilder();
    for (String sentence : timeline.headline()) {
      out.append("<p>").append(SvgDocument.escape(sentence)).append("</p>\n");
    }
    return out.toString();
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

  private static String resource(String name) throws IOException {
    try (InputStream in = TimelinePage.class.getResourceAsStream("page/" + name)) {
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
