// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.evidence.EvidenceProject;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.core.resources.IFile;
import org.eclipse.debug.core.DebugException;
import org.eclipse.lsp4j.debug.LoadedSourcesArguments;
import org.eclipse.lsp4j.debug.Source;

/**
 * Which file of the workspace a document of the adapter is. The adapter names a text by its path
 * and a packed one by a number, with the path told as its origin; the workspace has the latter as
 * the server's text of that file, line by line the same.
 */
final class MigrationSources {
  private static final String ORIGIN = " of ";
  private static final String TEXT = "vtrace:/text";

  private final MigrationTarget target;
  private Map<String, Source> known;

  MigrationSources(MigrationTarget target) {
    this.target = target;
  }

  /** The URI of the document that a source is; null if it is not known. */
  static String uri(Source source) {
    if (source == null) {
      return null;
    }
    if (source.getPath() != null) {
      return Path.of(source.getPath()).toUri().toString();
    }
    String origin = source.getOrigin() == null ? "" : source.getOrigin();
    int at = origin.indexOf(ORIGIN + "/");
    return at < 0
        ? null
        : TEXT + Path.of(origin.substring(at + ORIGIN.length())).toUri().getRawPath() + ".txt";
  }

  /** What the adapter calls a file of the workspace; null if it has no such document. */
  synchronized Source of(IFile file) throws DebugException {
    if (known == null) {
      Map<String, Source> sources = new HashMap<>();
      LoadedSourcesArguments none = new LoadedSourcesArguments();
      for (Source each : target.get(target.requests().loadedSources(none)).getSources()) {
        String uri = uri(each);
        if (uri != null) {
          sources.put(uri, each);
        }
      }
      known = sources;
    }
    URI location = file.getLocationURI();
    return location == null ? null : known.get(EvidenceProject.uri(location));
  }
}
