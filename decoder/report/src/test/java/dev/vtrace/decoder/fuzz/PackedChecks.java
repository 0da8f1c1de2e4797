// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import static dev.vtrace.decoder.fuzz.Spans.require;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.UserSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks what holds for whatever is opened by its path, honest or not. */
final class PackedChecks {
  private static final String NAME = "input.bin";

  /** What unpacks to more than memory and a disk should take is not a matter of a fuzzer. */
  private static final long MEMORY = 600L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private PackedChecks() {}

  /** Opens a file, and reads the same from a pipe. */
  static void unpack(byte[] input) throws IOException {
    Path folder = folder();
    try {
      Path file = Files.write(folder.resolve(NAME), input);
      long before = Spans.allocated();
      Long size = size(file.toString(), () -> Inputs.open(file));
      Long piped = size("pipe", () -> Inputs.read("pipe", new ByteArrayInputStream(input)));
      require(Spans.allocated() - before < MEMORY, "too much allocated");
      // A pipe does not look into zip archives.
      boolean zip = input.length > 1 && input[0] == 'P' && input[1] == 'K';
      require(zip || String.valueOf(size).equals(String.valueOf(piped)), size + ", " + piped);
    } finally {
      clean(folder, Set.of(NAME));
    }
  }

  /** Opens a file as a capture, and reads what is in it. */
  static void archive(byte[] input) throws IOException {
    Path folder = folder();
    try {
      open(Files.write(folder.resolve(NAME), input));
    } finally {
      clean(folder, Set.of(NAME));
    }
  }

  /** Opens a folder with a description. */
  static void manifest(byte[] json, byte[] log) throws IOException {
    Path folder = folder();
    Set<String> files = Set.of("capture.json", "src.log", "dst.log");
    try {
      Files.write(folder.resolve("capture.json"), json);
      Files.write(folder.resolve("src.log"), log);
      Files.write(folder.resolve("dst.log"), log);
      Capture capture = open(folder);
      if (capture == null) {
        // The log of the input looks packed, and is damaged.
        return;
      }
      Set<Path> paths = new HashSet<>();
      for (Input each : capture.inputs()) {
        require(each.path().normalize().startsWith(folder), each.path() + " is outside");
        require(paths.add(each.path()), each.path() + " is there twice");
      }
    } finally {
      clean(folder, files);
    }
  }

  /** Reads settings: what is not refused has all that is in the file. */
  static void settings(byte[] input) throws IOException {
    UserSettings read;
    try {
      read = UserSettings.read("settings", input);
    } catch (IOException refused) {
      require(refused.getMessage().startsWith("settings: "), refused.getMessage());
      return;
    }
    JsonNode tree = JSON.readTree(input);
    for (JsonNode code : tree.path("ignore")) {
      String name = code.asText();
      require(read.ignored().stream().anyMatch(each -> each.code().equalsIgnoreCase(name)), name);
    }
    require(read.events().size() == tree.path("events").size(), "sets of events are missing");
    read.events()
        .forEach(
            (name, events) ->
                require(events.size() == tree.path("events").path(name).size(), name));
  }

  private interface Opening {
    ByteSource open() throws IOException;
  }

  /** How much a source holds, or null if it is refused with a sentence. */
  private static Long size(String name, Opening opening) throws IOException {
    ByteSource opened;
    try {
      opened = opening.open();
    } catch (IOException e) {
      refused(name, e);
      return null;
    }
    try (ByteSource source = opened) {
      byte[] chunk = new byte[64 * 1024];
      long at = 0;
      for (int n = source.read(0, chunk, 0, chunk.length); n > 0; ) {
        at += n;
        n = source.read(at, chunk, 0, chunk.length);
      }
      require(at == source.size(), at + " bytes of " + source.size());
      return at;
    }
  }

  private static Capture open(Path path) throws IOException {
    long before = Spans.allocated();
    Capture capture;
    try {
      capture = CaptureOpener.open(path);
    } catch (IOException e) {
      refused(path.toString(), e);
      return null;
    } finally {
      require(Spans.allocated() - before < MEMORY, "too much allocated");
    }
    Set<FileSystem> archives = new HashSet<>();
    try {
      for (Input input : capture.inputs()) {
        archives.add(input.path().getFileSystem());
        size(input.path().toString(), () -> Inputs.open(input.path()));
      }
    } finally {
      archives.remove(FileSystems.getDefault());
      for (FileSystem archive : archives) {
        try {
          archive.close();
        } catch (NoSuchFileException e) {
          // Of an unpacked archive the file is gone already.
        }
      }
    }
    return capture;
  }

  private static void refused(String name, IOException e) {
    String said = e.getMessage();
    // An archive in an archive is unpacked under another name.
    boolean sentence = said != null && (said.contains(name) || said.contains(".zip: "));
    if (!sentence || !said.contains(" ")) {
      throw new AssertionError("says not what is wrong with what", e);
    }
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory("vtrace-fuzz-");
  }

  /** Removes a folder, in which nothing may have come to be. */
  private static void clean(Path folder, Set<String> expected) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      files.addAll(all.toList());
    }
    for (Path file : files) {
      Files.delete(file);
      require(expected.contains(file.getFileName().toString()), file + " was written");
    }
    Files.delete(folder);
  }
}
