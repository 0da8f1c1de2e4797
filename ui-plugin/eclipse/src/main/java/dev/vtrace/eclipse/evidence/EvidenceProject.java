// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.EvidenceFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspaceRoot;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;

/**
 * The project with links to the files of open captures, so that they have editors, markers and
 * breakpoints like all files of a workspace. Texts of binary files are links to virtual documents
 * of the server. Nothing is copied.
 */
public final class EvidenceProject {
  /** The name of the project. */
  public static final String NAME = "vhost migrations";

  private EvidenceProject() {}

  /** Makes links to the files of a capture. */
  public static void add(CaptureEntry capture, IProgressMonitor monitor) throws CoreException {
    ResourcesPlugin.getWorkspace()
        .run(
            inner -> {
              IFolder folder = folder(capture);
              for (EvidenceFile file : capture.info().files()) {
                link(
                    folder,
                    file.name(),
                    ReadOnlyFileSystem.document(URI.create(file.uri())),
                    inner);
                if (file.textUri() != null) {
                  link(folder, file.name() + ".txt", URI.create(file.textUri()), inner);
                }
              }
            },
            monitor);
  }

  /**
   * Removes the links to the files of a capture.
   *
   * @param closed whether it is still closed when its turn comes: it may have been opened again
   */
  public static void remove(CaptureEntry capture, BooleanSupplier closed, IProgressMonitor monitor)
      throws CoreException {
    ResourcesPlugin.getWorkspace()
        .run(
            inner -> {
              IProject project = project();
              IFolder folder = project.getFolder(folderName(capture.path()));
              if (project.isAccessible() && folder.exists() && closed.getAsBoolean()) {
                folder.delete(IResource.FORCE, inner);
              }
            },
            monitor);
  }

  private static IProject project() {
    return ResourcesPlugin.getWorkspace().getRoot().getProject(NAME);
  }

  private static IFolder folder(CaptureEntry capture) throws CoreException {
    IProject project = project();
    if (!project.exists()) {
      project.create(null);
    }
    if (!project.isOpen()) {
      project.open(null);
    }
    IFolder folder = project.getFolder(folderName(capture.path()));
    if (!folder.exists()) {
      folder.create(IResource.VIRTUAL, true, null);
    }
    // What is there already stays: it may have breakpoints.
    return folder;
  }

  /** Two captures of one name lie in different folders. */
  private static String folderName(Path path) {
    String hash = HexFormat.of().toHexDigits(path.toAbsolutePath().toString().hashCode());
    String name = path.getFileName().toString();
    boolean valid = ResourcesPlugin.getWorkspace().validateName(name, IResource.FOLDER).isOK();
    return (valid ? name : "capture") + " (" + hash.substring(0, 4) + ")";
  }

  private static void link(IFolder folder, String name, URI location, IProgressMonitor monitor)
      throws CoreException {
    IContainer parent = folder;
    String[] parts = name.split("/");
    for (String part : parts) {
      if (!ResourcesPlugin.getWorkspace().validateName(part, IResource.FILE).isOK()) {
        // Names come from the capture. What is no name in a workspace is opened by its URI.
        return;
      }
    }
    for (int i = 0; i + 1 < parts.length; i++) {
      IFolder inner = parent.getFolder(IPath.fromOSString(parts[i]));
      if (!inner.exists()) {
        inner.create(IResource.VIRTUAL, true, monitor);
      }
      parent = inner;
    }
    IFile file = parent.getFile(IPath.fromPortableString(parts[parts.length - 1]));
    if (!file.exists()) {
      file.createLink(location, IResource.ALLOW_MISSING_LOCAL | IResource.REPLACE, monitor);
    }
  }

  /**
   * The file of the workspace for a document of the server.
   *
   * @return null if no open capture has it
   */
  public static IFile find(String uri) {
    IWorkspaceRoot root = ResourcesPlugin.getWorkspace().getRoot();
    URI location = URI.create(uri);
    for (IFile each : root.findFilesForLocationURI(ReadOnlyFileSystem.document(location))) {
      return each;
    }
    for (IFile each : root.findFilesForLocationURI(location)) {
      return each;
    }
    return null;
  }

  /** The URI by which the server knows a file. */
  public static String uri(IResource file) {
    URI location = file.getLocationURI();
    return location == null ? null : uri(location);
  }

  /** A location as the server writes it. */
  public static String uri(URI location) {
    Path path = path(location);
    return path == null ? location.toString() : path.toUri().toString();
  }

  /** The file of this machine that a location is; null if it is none. */
  public static Path path(URI location) {
    URI file = location == null ? null : ReadOnlyFileSystem.file(location);
    return file != null && "file".equals(file.getScheme()) ? Path.of(file) : null;
  }
}
