// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Real recordings that tests run over: all of them where they lie beside the repository, else the
 * few that are kept in samples/.
 */
public final class Recordings {
  /** Only recordings with descriptors have it. */
  private static final String TRUTH = "device-section-truth.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> COUNTED = ConcurrentHashMap.newKeySet();

  private Recordings() {}

  /** The root of the repository. */
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at;
  }

  /** Folders of migrations with backend transfer and their ground truth. */
  public static List<Path> captures() throws IOException {
    return folders("captures", true);
  }

  /** Folders of migrations that vtrace recorded itself; none where they do not lie beside. */
  public static List<Path> live() throws IOException {
    boolean there = Files.isDirectory(root().resolve("../shared/live"));
    return there ? folders("live", false) : List.of();
  }

  /** Folders of the recordings that the repository itself has. */
  public static List<Path> samples() throws IOException {
    try (Stream<Path> entries = Files.list(root().resolve("samples"))) {
      return entries
          .filter(folder -> stream(folder) != null || file(folder, "source.trace.log") != null)
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** The stream of a successful backend transfer of two queues. */
  public static Path transfer() throws IOException {
    for (Path folder : captures()) {
      String name = folder.getFileName().toString();
      if (name.equals("transfer-linux-2q") || name.equals("backend-transfer-2q")) {
        return folder;
      }
    }
    throw new IOException("no recording of a backend transfer found");
  }

  /** Folders of streams of released QEMU versions. */
  public static List<Path> corpus() throws IOException {
    return folders("corpus", false);
  }

  /** The stream of a folder. */
  public static Path stream(Path folder) {
    return file(folder, "stream.bin");
  }

  /** A file of a folder as it is or compressed, or null. */
  public static Path file(Path folder, String name) {
    for (String ending : List.of("", ".xz", ".gz")) {
      Path file = folder.resolve(name + ending);
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }

  /** All bytes of a file, unpacked. */
  public static byte[] bytes(Path file) throws IOException {
    try (ByteSource source = Inputs.open(file)) {
      if (source instanceof HeapSource heap && heap.length() == heap.bytes().length) {
        return heap.bytes();
      }
      byte[] content = new byte[(int) source.size()];
      source.read(0, content, 0, content.length);
      return content;
    }
  }

  /** A JSON file, unpacked. */
  public static JsonNode json(Path file) throws IOException {
    return JSON.readTree(bytes(file));
  }

  /** JSON text. */
  public static JsonNode json(byte[] text) throws IOException {
    return JSON.readTree(text);
  }

  private static List<Path> folders(String kind, boolean captures) throws IOException {
    Path shared = root().resolve("../shared").resolve(kind).normalize();
    boolean all = Files.isDirectory(shared);
    try (Stream<Path> entries = Files.list(all ? shared : root().resolve("samples"))) {
      List<Path> found =
          entries
              .filter(folder -> Files.exists(folder.resolve("scenario.json")))
              .filter(folder -> all || captures == Files.exists(folder.resolve(TRUTH)))
              .sorted()
              .collect(Collectors.toList());
      if (COUNTED.add(kind)) {
        String where = all ? "../shared/" + kind : "samples, ../shared is not there";
        System.out.println("recordings: " + found.size() + " (" + kind + ", of " + where + ")");
      }
      return found;
    }
  }
}
