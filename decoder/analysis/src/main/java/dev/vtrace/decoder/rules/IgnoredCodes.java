// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final long LARGEST = 64 * 1024;

  private IgnoredCodes() {}

  /**
   * The file that goes with an input: in the folder itself, or beside the file; null if there is
   * none.
   */
  public static Path beside(Path input) {
    Path folder = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
    Path file = folder == null ? null : folder.resolve(FILE);
    return file != null && Files.isRegularFile(file) ? file : null;
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read, or has something else than known codes to ignore
   */
  public static Set<Code> read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": is too large for a list of codes");
    }
    Set<Code> out = EnumSet.noneOf(Code.class);
    try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
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
    }
    return out;
  }

  private static void expect(Path file, boolean right) throws IOException {
    if (!right) {
      throw new IOException(file + ": should be like {\"ignore\": [\"VT3312\"]}");
    }
  }
}
