// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.trace.InputKind;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code capture.json}: {@code participants} with a {@code name} each, {@code files} with
 * {@code name}, {@code role} and {@code participant}. A file that is named but not there is passed
 * over, since a capture may have been cut or redacted.
 */
final class Manifest {
  private static final String FORMAT = "vtrace-capture/";

  private Manifest() {}

  /** The capture that the file describes, or null if it does not describe one. */
  static Capture read(String name, Path folder, Path manifest) throws IOException {
    List<String> participants = new ArrayList<>();
    Map<Path, Input> inputs = new LinkedHashMap<>();
    boolean known = false;
    try (InputStream in = Files.newInputStream(manifest);
        JsonParser json = new JsonFactory().createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (key.equals("format")) {
          known = json.getValueAsString("").startsWith(FORMAT);
        } else if (key.equals("participants")) {
          for (Map<String, String> each : objects(json)) {
            participants.add(each.getOrDefault("name", each.getOrDefault("role", "")));
          }
        } else if (key.equals("files")) {
          for (Map<String, String> each : objects(json)) {
            add(folder, each, inputs);
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      // The latter where zeros at its begin look like UTF-32. A crash while it was written: what
      // the names tell is better than a part of it.
      return null;
    }
    return known
        ? new Capture(name, Sides.order(participants), List.copyOf(inputs.values()))
        : null;
  }

  /**
   * The SHA-256 sums that the description in a folder states, by file; none without a description.
   */
  static Map<String, String> sums(Path folder) throws IOException {
    Map<String, String> out = new HashMap<>();
    Path manifest = folder.resolve(CaptureFolder.MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return out;
    }
    try (InputStream in = Files.newInputStream(manifest);
        JsonParser json = new JsonFactory().createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return out;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (key.equals("files")) {
          for (Map<String, String> each : objects(json)) {
            String sum = each.getOrDefault("sha256", "");
            if (!sum.isEmpty()) {
              out.put(each.getOrDefault("name", ""), sum);
            }
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      // Nothing can be held against what cannot be read.
      return out;
    }
    return out;
  }

  private static void add(Path folder, Map<String, String> each, Map<Path, Input> inputs)
      throws IOException {
    Path file = inside(folder, each.getOrDefault("name", ""));
    // Evidence that is named twice is one piece of evidence.
    if (file == null || inputs.containsKey(file) || !Files.isRegularFile(file)) {
      return;
    }
    InputRole told = InputRole.of(each.getOrDefault("role", ""));
    InputKind content = LooseFiles.sniff(file, told == InputRole.DESCRIPTORS);
    boolean text = told == InputRole.TRACE && content == InputKind.TEXT;
    InputKind kind = text ? InputKind.QEMU_LOG : LooseFiles.kindOf(told, content);
    InputRole seen = InputRole.of(kind);
    // Some back-ends belong to QEMU, and write as it does.
    boolean backend = told == InputRole.BACKEND_LOG && seen == InputRole.TRACE;
    InputRole role = told == InputRole.OTHER || backend ? told : seen;
    String participant = each.getOrDefault("participant", "");
    inputs.put(file, new Input(file, each.get("name"), kind, role, participant));
  }

  /** The path that a name means in a folder; null if it leads out of it, or is no name at all. */
  private static Path inside(Path folder, String name) {
    // Nothing begins with the empty path, which is what "." becomes.
    Path whole = folder.toAbsolutePath().normalize();
    try {
      Path file = whole.resolve(name).normalize();
      return file.startsWith(whole) ? folder.resolve(name).normalize() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The plain members of each object of an array. */
  private static List<Map<String, String>> objects(JsonParser json) throws IOException {
    List<Map<String, String>> out = new ArrayList<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return out;
    }
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY && t != null; ) {
      if (t != JsonToken.START_OBJECT) {
        json.skipChildren();
      } else {
        Map<String, String> object = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String key = json.currentName();
          JsonToken value = json.nextToken();
          if (value.isScalarValue()) {
            object.put(key, json.getValueAsString(""));
          } else {
            json.skipChildren();
          }
        }
        out.add(object);
      }
      t = json.nextToken();
    }
    return out;
  }
}
