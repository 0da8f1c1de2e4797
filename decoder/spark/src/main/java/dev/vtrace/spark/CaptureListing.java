// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import dev.vtrace.decoder.fleet.CaptureFinder;
import dev.vtrace.decoder.fleet.FleetCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds the captures below folders of any file system that Hadoop knows. */
final class CaptureListing {
  private final Configuration configuration;

  CaptureListing(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The captures below a folder, or the one that a file is, with the names that 'vtrace summarize'
   * gives them.
   */
  List<CapturePlace> find(String place) throws IOException {
    Path root = new Path(place);
    FileSystem files = root.getFileSystem(configuration);
    Path whole = files.makeQualified(root);
    String prefix = whole.toString();
    SortedMap<String, HadoopSource> sources = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String uri = file.getPath().toString();
      String name = relative(uri, prefix);
      sources.put(name, new HadoopSource(name, file.getPath(), file.getLen(), configuration));
    }
    if (sources.isEmpty()) {
      return List.of();
    }
    java.nio.file.Path folder = SourceFileSystem.of(Map.<String, ByteSource>copyOf(sources));
    boolean file = files.getFileStatus(root).isFile();
    List<CapturePlace> out = new ArrayList<>();
    for (FleetCapture capture :
        CaptureFinder.find(file ? folder.resolve(whole.getName()) : folder, place)) {
      out.add(place(capture, sources));
    }
    sources.values().forEach(HadoopSource::release);
    return out;
  }

  /**
   * What a name has after that of the folder; the last part of it where it is the folder itself.
   */
  static String relative(String uri, String folder) {
    return uri.equals(folder)
        ? uri.substring(uri.lastIndexOf('/') + 1)
        : uri.substring(folder.length() + 1);
  }

  private static CapturePlace place(FleetCapture capture, SortedMap<String, HadoopSource> sources)
      throws IOException {
    String path = capture.path().toString().substring(1);
    if (!Files.isDirectory(capture.path())) {
      String file = path.substring(path.lastIndexOf('/') + 1);
      return new CapturePlace(capture.name(), List.of(file(file, source(sources, path))));
    }
    // What a description names may be in folders of the capture.
    String inside = path.isEmpty() ? "" : path + "/";
    List<CapturePlace.PlacedFile> files = new ArrayList<>();
    sources
        .subMap(inside, inside + Character.MAX_VALUE)
        .forEach((name, source) -> files.add(file(name.substring(inside.length()), source)));
    return new CapturePlace(capture.name(), files);
  }

  private static HadoopSource source(Map<String, HadoopSource> sources, String name) {
    return requireNonNull(sources.get(name));
  }

  private static CapturePlace.PlacedFile file(String inside, HadoopSource source) {
    return new CapturePlace.PlacedFile(inside, source.uri(), source.size());
  }
}
