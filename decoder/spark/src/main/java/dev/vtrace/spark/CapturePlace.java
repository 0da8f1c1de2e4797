// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.fleet.CaptureRows;
import dev.vtrace.decoder.fleet.FleetCapture;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where the files of a capture are; small enough to be sent to an executor.
 *
 * @param name in the tables
 */
record CapturePlace(String name, List<PlacedFile> files) implements Serializable {
  private static final long serialVersionUID = 1;

  CapturePlace {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param name in the capture
   * @param uri with the scheme of its file system
   */
  record PlacedFile(String name, String uri, long size) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** Reads the capture. */
  CaptureRows rows(Configuration configuration) {
    Map<String, HadoopSource> sources = new TreeMap<>();
    for (PlacedFile file : files) {
      sources.put(
          file.name(),
          new HadoopSource(file.name(), new Path(file.uri()), file.size(), configuration));
    }
    try {
      return FleetCapture.of(name, sources).rows();
    } finally {
      sources.values().forEach(HadoopSource::release);
    }
  }
}
