// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Codes that nobody wants to hear of, from the file {@code .vtrace.json} in the folder of a
 * capture: {@code {"ignore": ["VT3312"]}}. Other names in it are an error, so that no typing error
 * is passed over.
 */
public final class IgnoredCodes {
  /** The name of the file. */
  public static final String FILE = ".vtrace.json";

  private IgnoredCodes() {}

  /**
   * Reads the file.
   *
   * @param file its name, for the sentence that refuses it
   * @throws IOException if it has something else than known codes to ignore
   */
  public static Set<Code> read(String file, byte[] content) throws IOException {
    Set<Code> out = EnumSet.noneOf(Code.class);
    try (JsonParser json = new JsonFactory().createParser(content)) {
      expect(file, json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        expect(file, "ignore".equals(json.currentName()));
        expect(file, json.nextToken() == JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          Code code = RulePage.find(json.getText());
          if (code == null) {
            throw new IOException(file + ": there is no code '" + json.getText() + "'");
          }
          out.add(code);
        }
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (CharConversionException e) {
      throw new IOException(file + ": is not JSON in UTF-8", e);
    }
    return out;
  }

  private static void expect(String file, boolean right) throws IOException {
    if (!right) {
      throw new IOException(file + ": should be like {\"ignore\": [\"VT3312\"]}");
    }
  }
}
