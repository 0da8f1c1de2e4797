// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code capture.json}: {@code participants} with a {@code name} each, {@code files} with
 * {@code name}, {@code role} and {@code participant}, {@code gaps} as {@link
 * CaptureDescription.RecordedGap}. A file that is named but not there is noted, since a capture may
 * have been cut.
 */
final class Manifest {
  private static final String FORMAT = "vtrace-capture/";

  private Manifest() {}

  /** The capture that the file describes, or null if it does not describe one. */
  static @Nullable Capture read(String name, Path folder, Path manifest) throws IOException {
    List<String> participants = new ArrayList<>();
    Map<String, String> commands = new HashMap<>();
    Map<Path, Input> inputs = new LinkedHashMap<>();
    List<RecordedGap> gaps = new ArrayList<>();
    List<FileNote> notes = new ArrayList<>();
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
            String participant = each.getOrDefault("name", each.getOrDefault("role", ""));
            participants.add(participant);
            if (!each.getOrDefault("command", "").isEmpty()) {
              commands.put(participant, each.getOrDefault("command", ""));
            }
          }
        } else if (key.equals("files")) {
          for (Map<String, String> each : objects(json)) {
            add(folder, each, inputs, notes);
          }
        } else if (key.equals("gaps")) {
          for (Map<String, String> each : objects(json)) {
            gaps.add(gap(each));
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
        ? new Capture(
            name, Sides.order(participants), List.copyOf(inputs.values()), gaps, notes, commands)
        : null;
  }

  /**
   * The SHA-256 sums that the description in a folder states, by file; none without a description.
   */
  static Map<String, String> sums(Path folder) throws IOException {
    Map<String, String> out = new HashMap<>();
    for (Map<String, String> each : files(folder)) {
      String sum = each.getOrDefault("sha256", "");
      if (!sum.isEmpty()) {
        out.put(each.getOrDefault("name", ""), sum);
      }
    }
    return out;
  }

  /** What the description in a folder states of each file; nothing without a description. */
  static List<Map<String, String>> files(Path folder) throws IOException {
    List<Map<String, String>> out = new ArrayList<>();
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
          out.addAll(objects(json));
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      // Nothing can be compared with what cannot be read.
      return out;
    }
    return out;
  }

  /**
   * What the description beside a file says that the file lacks.
   *
   * @throws IOException if the description cannot be read
   */
  static List<RecordedGap> gaps(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path manifest = folder == null ? null : folder.resolve(CaptureFolder.MANIFEST);
    if (manifest == null || !Files.isRegularFile(manifest)) {
      return List.of();
    }
    List<RecordedGap> out = new ArrayList<>();
    String name = file.getFileName().toString();
    try (InputStream in = Files.newInputStream(manifest);
        JsonParser json = new JsonFactory().createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return List.of();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean gaps = json.currentName().equals("gaps");
        json.nextToken();
        if (!gaps) {
          json.skipChildren();
          continue;
        }
        for (Map<String, String> each : objects(json)) {
          RecordedGap gap = gap(each);
          if (gap.file().equals(name)) {
            out.add(gap);
          }
        }
      }
    } catch (JsonProcessingException | CharConversionException e) {
      // What was read before the damage holds.
      return List.copyOf(out);
    }
    return List.copyOf(out);
  }

  private static RecordedGap gap(Map<String, String> each) {
    return new RecordedGap(
        each.getOrDefault("file", ""),
        number(each.get("offset")),
        number(each.get("bytes")),
        each.getOrDefault("why", ""));
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void add(
      Path folder, Map<String, String> each, Map<Path, Input> inputs, List<FileNote> notes)
      throws IOException {
    Path file = inside(folder, each.getOrDefault("name", ""));
    // Evidence that is named twice is one piece of evidence.
    if (file == null || file.equals(folder) || inputs.containsKey(file)) {
      return;
    }
    Input input = new ManifestFile(file, each, notes).input();
    if (input != null) {
      inputs.put(file, input);
    }
  }

  /** The path that a name means in a folder; null if it leads out of it, or is no name at all. */
  private static @Nullable Path inside(Path folder, String name) {
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
