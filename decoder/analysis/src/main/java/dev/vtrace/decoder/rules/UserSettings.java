// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a user has settled for all runs of a folder or a repository, in the file {@code
 * .vtrace.json}: {@code {"ignore": ["VT3312"], "events": {"mine": ["vhost_dev_*"]}}}. Other names
 * in it are an error, so that no typing error is passed over.
 *
 * @param ignored codes that nobody wants to hear of
 * @param events sets of trace events by name, each with names or patterns
 */
public record UserSettings(Set<Code> ignored, Map<String, List<String>> events) {
  /** The name of the file. */
  public static final String FILE = ".vtrace.json";

  /** Bytes of a file that is believed to be such a one. */
  public static final long LARGEST = 64 * 1024;

  /** Of users that have settled nothing. */
  public static final UserSettings NONE = new UserSettings(Set.of(), Map.of());

  /**
   * Reads the file.
   *
   * @param file its name, for the sentence that refuses it
   * @throws IOException if it has something else than known codes and sets of events
   */
  public static UserSettings read(String file, byte[] content) throws IOException {
    Set<Code> ignored = EnumSet.noneOf(Code.class);
    Map<String, List<String>> events = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(content)) {
      // Of a name that is there twice, one would be passed over.
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      expect(file, json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        switch (String.valueOf(json.currentName())) {
          case "ignore" -> {
            for (String text : list(file, json)) {
              Code code = RulePage.find(text);
              if (code == null) {
                throw new IOException(file + ": there is no code '" + text + "'");
              }
              ignored.add(code);
            }
          }
          case "events" -> {
            expect(file, json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
              events.put(json.currentName(), list(file, json));
            }
          }
          default -> expect(file, false);
        }
      }
      expect(file, json.nextToken() == null);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (CharConversionException e) {
      throw new IOException(file + ": is not JSON in UTF-8", e);
    }
    return new UserSettings(ignored, events);
  }

  private static List<String> list(String file, JsonParser json) throws IOException {
    List<String> out = new ArrayList<>();
    expect(file, json.nextToken() == JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(file, json.currentToken() == JsonToken.VALUE_STRING);
      out.add(json.getText());
    }
    return out;
  }

  private static void expect(String file, boolean right) throws IOException {
    if (!right) {
      throw new IOException(
          file
              + ": should be like {\"ignore\": [\"VT3312\"], \"events\": {\"mine\":"
              + " [\"vhost_dev_*\"]}}");
    }
  }
}
