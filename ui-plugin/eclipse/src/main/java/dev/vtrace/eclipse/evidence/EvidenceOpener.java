// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import com.google.gson.JsonObject;
import dev.vtrace.eclipse.BackgroundWork;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.LocateAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.stream.StreamEditor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.part.FileEditorInput;
import org.eclipse.ui.texteditor.ITextEditor;

/** Shows places of evidence: lines of logs in the editor for text, bytes in that for streams. */
public final class EvidenceOpener {
  /** The editor of the platform that shows logs, by what this plug-in adds to it. */
  public static final String LOG_EDITOR = "org.eclipse.ui.genericeditor.GenericEditor";

  /** Texts of more bytes are shown in parts. */
  private static final long LONG = 32 << 20;

  private static final int AROUND = 5_000;

  private EvidenceOpener() {}

  /**
   * Shows the first of some places that is in a text, else the first one.
   *
   * @param activate whether the editor gets the focus
   */
  public static Job open(CaptureEntry capture, List<ProvingPlace> proofs, boolean activate) {
    ProvingPlace proof =
        proofs.stream().filter(each -> each.line() != null).findFirst().orElse(proofs.get(0));
    String name = "Showing " + proof.place();
    return BackgroundWork.start(
        name,
        name,
        false,
        monitor -> {
          if (proof.line() == null && capture.isStream(proof)) {
            String uri = capture.file(proof.file()).orElseThrow().uri();
            inUi(() -> openStream(uri, proof.offset(), activate));
            return;
          }
          LocateAnswer place =
              VtracePlugin.get()
                  .server()
                  .ask("vtrace/locate", params(capture, proof), LocateAnswer.class, monitor);
          show(place.uri(), place.range(), activate, monitor);
        });
  }

  /** Shows the beginning of a document. */
  public static Job open(String uri) {
    return open(uri, new Range(new Position(0, 0), new Position(0, 0)));
  }

  /** Shows a place of a document. */
  public static Job open(String uri, Range range) {
    String name = "Showing " + uri;
    return BackgroundWork.start(name, name, false, monitor -> show(uri, range, true, monitor));
  }

  /** A text that would make an editor slow is shown in part, around the place. */
  private static void show(String uri, Range range, boolean activate, IProgressMonitor monitor)
      throws IOException {
    Path file = prepare(uri, monitor);
    if (file == null || Files.size(file) <= LONG) {
      inUi(() -> openText(input(uri), range, activate));
      return;
    }
    long first = Math.max(0, (range.getStart().getLine() - AROUND) / AROUND * AROUND);
    URI lines = LinesFileSystem.uri(file, first, first + 3L * AROUND);
    IFileStore store = read(lines, monitor);
    Range within = new Range(moved(range.getStart(), first), moved(range.getEnd(), first));
    inUi(() -> openText(new FileStoreEditorInput(store), within, activate));
  }

  /**
   * Reads the text of a document that is no file, so that an editor finds it read. It must not be
   * called in the thread of the user interface.
   *
   * @return the file that the document is; null if it is none
   */
  public static Path prepare(String uri, IProgressMonitor monitor) throws IOException {
    if (uri.startsWith("file:")) {
      return Path.of(URI.create(uri));
    }
    read(URI.create(uri), monitor);
    return null;
  }

  /** Reads a text here, in a job, so that the editor finds it read. */
  private static IFileStore read(URI uri, IProgressMonitor monitor) throws IOException {
    try {
      IFileStore store = EFS.getStore(uri);
      store.openInputStream(EFS.NONE, monitor).close();
      return store;
    } catch (CoreException e) {
      throw new IOException(e.getStatus().getMessage(), e);
    }
  }

  private static Position moved(Position position, long lines) {
    return new Position((int) (position.getLine() - lines), position.getCharacter());
  }

  private static JsonObject params(CaptureEntry capture, ProvingPlace proof) {
    JsonObject out = ServerAnswers.of("capture", capture.uri());
    out.addProperty("file", proof.file());
    if (proof.line() == null) {
      out.addProperty("offset", proof.offset());
    } else {
      out.addProperty("line", proof.line());
    }
    return out;
  }

  /** Files may have changed: what is shown next is read anew. */
  public static void forgetTexts() {
    ReadTexts.forget();
  }

  private interface Step {
    void run() throws CoreException, BadLocationException;
  }

  private static void inUi(Step step) {
    Display.getDefault()
        .syncExec(
            () -> {
              try {
                step.run();
              } catch (CoreException | BadLocationException e) {
                VtracePlugin.log(e.getMessage(), e);
              }
            });
  }

  /** The page of the window that people work in; null while the workbench starts or closes. */
  public static IWorkbenchPage page() {
    IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
    if (window == null && PlatformUI.getWorkbench().getWorkbenchWindowCount() > 0) {
      window = PlatformUI.getWorkbench().getWorkbenchWindows()[0];
    }
    return window == null ? null : window.getActivePage();
  }

  /** What an editor is opened on for a document of the server. */
  public static IEditorInput input(String uri) throws CoreException {
    IFile file = EvidenceProject.find(uri);
    return file != null
        ? new FileEditorInput(file)
        : new FileStoreEditorInput(EFS.getStore(URI.create(uri)));
  }

  private static void openStream(String uri, long offset, boolean activate) throws CoreException {
    IWorkbenchPage page = page();
    if (page != null) {
      IEditorPart editor = IDE.openEditor(page, input(uri), StreamEditor.ID, activate);
      if (editor instanceof StreamEditor stream) {
        stream.reveal(offset);
      }
    }
  }

  private static void openText(IEditorInput input, Range range, boolean activate)
      throws PartInitException, CoreException, BadLocationException {
    IWorkbenchPage page = page();
    if (page == null) {
      return;
    }
    IEditorPart part = IDE.openEditor(page, input, LOG_EDITOR, activate);
    if (part instanceof ITextEditor editor) {
      IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
      int from = DocumentPlaces.offset(document, range.getStart());
      int to = DocumentPlaces.offset(document, range.getEnd());
      if (to <= from) {
        var line = document.getLineInformationOfOffset(from);
        from = line.getOffset();
        to = from + line.getLength();
      }
      editor.selectAndReveal(from, to - from);
    }
  }
}
