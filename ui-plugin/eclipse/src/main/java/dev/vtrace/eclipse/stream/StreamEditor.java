// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.stream;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.StreamPart;
import dev.vtrace.eclipse.server.ServerAnswers.StreamPartsAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.StreamTreeAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorSite;
import org.eclipse.ui.IURIEditorInput;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.part.EditorPart;

/**
 * A migration stream of any size: its records and fields as a tree beside its bytes, each selecting
 * the other. Both are read from the server piece by piece.
 */
public final class StreamEditor extends EditorPart {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.streamEditor";

  private static final int LOOK_AGAIN_MILLIS = 500;

  private String uri;
  private FieldTree tree;
  private HexControl hex;
  private Label status;
  private StreamPart selected;
  private String lastHit;
  private boolean complete;
  private final List<Runnable> whenComplete = new ArrayList<>();
  private Text search;

  /**
   * A request that is answered in a job, and what is done with the answer in the user interface.
   */
  interface StreamQuestion<T> {
    T ask(IProgressMonitor monitor) throws IOException;
  }

  @Override
  public void init(IEditorSite site, IEditorInput input) throws PartInitException {
    setSite(site);
    setInput(input);
    setPartName(input.getName());
    IFile file = input.getAdapter(IFile.class);
    if (file != null) {
      uri = EvidenceProject.uri(file);
    } else if (input instanceof IURIEditorInput other) {
      uri = EvidenceProject.uri(other.getURI());
    }
    if (uri == null) {
      throw new PartInitException(input.getName() + " is no file that the server could read");
    }
  }

  @Override
  public void createPartControl(Composite parent) {
    parent.setLayout(new GridLayout(2, false));
    search = new Text(parent, SWT.SEARCH | SWT.ICON_CANCEL);
    search.setMessage("Find a section, field or value");
    search.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, false, false));
    ((GridData) search.getLayoutData()).widthHint = 260;
    search.addListener(SWT.DefaultSelection, event -> find(search.getText()));
    status = new Label(parent, SWT.NONE);
    status.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
    SashForm sash = new SashForm(parent, SWT.HORIZONTAL);
    sash.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true, 2, 1));
    tree = new FieldTree(sash, this);
    hex = new HexControl(sash, this, this::selectOffset);
    sash.setWeights(50, 50);
    refresh();
  }

  String uri() {
    return uri;
  }

  /** Asks in a job and goes on in the thread of the user interface, if the editor is still open. */
  <T> void ask(String what, StreamQuestion<T> question, Consumer<T> then) {
    Job job =
        Job.create(
            what,
            monitor -> {
              try {
                T answer = question.ask(monitor);
                inUi(() -> then.accept(answer));
              } catch (IOException e) {
                inUi(() -> status.setText(Plain.text(e.getMessage())));
              }
              return Status.OK_STATUS;
            });
    job.setSystem(true);
    job.schedule();
  }

  private void inUi(Runnable work) {
    Display.getDefault()
        .asyncExec(
            () -> {
              if (!status.isDisposed()) {
                work.run();
              }
            });
  }

  private void refresh() {
    ask(
        "Reading " + getPartName(),
        monitor -> part("", 0, 0, monitor),
        root -> {
          tree.setSize(root.total());
          hex.setSize(root.size());
          if (root.complete()) {
            status.setText(summary(root));
            complete = true;
            whenComplete.forEach(Runnable::run);
            whenComplete.clear();
          } else {
            status.setText("reading: " + root.read() + " of " + root.size() + " bytes");
            Display.getDefault()
                .timerExec(
                    LOOK_AGAIN_MILLIS,
                    () -> {
                      if (!status.isDisposed()) {
                        refresh();
                      }
                    });
          }
        });
  }

  private static String summary(StreamTreeAnswer root) {
    JsonObject summary = root.summary();
    if (summary == null) {
      return root.total() + " records";
    }
    String machine = summary.has("machine") ? summary.get("machine").getAsString() + ", " : "";
    String outcome = summary.get("outcome").getAsString();
    return Plain.text(
        machine + outcome + ", " + root.total() + " records, " + root.size() + " bytes");
  }

  StreamTreeAnswer part(String node, int from, int count, IProgressMonitor monitor)
      throws IOException {
    JsonObject params = ServerAnswers.of("uri", uri);
    params.addProperty("node", node);
    params.addProperty("from", from);
    params.addProperty("count", count);
    return VtracePlugin.get()
        .server()
        .ask("vtrace/stream/tree", params, StreamTreeAnswer.class, monitor);
  }

  /** The tree's selection: its bytes are marked. */
  void selectPart(StreamPart part) {
    selected = part;
    hex.mark(part.offset(), part.length());
    status.setText(
        Plain.text(
            part.path()
                + "  "
                + part.type()
                + "  bytes "
                + part.offset()
                + " to "
                + (part.offset() + part.length())));
  }

  /** Bytes were selected: the innermost field there is selected in the tree. */
  private void selectOffset(long offset) {
    JsonObject params = ServerAnswers.of("uri", uri);
    params.addProperty("offset", offset);
    ask(
        "Looking up byte " + offset,
        monitor ->
            VtracePlugin.get()
                .server()
                .ask("vtrace/stream/at", params, StreamPartsAnswer.class, monitor),
        answer -> {
          List<StreamPart> nodes = answer.nodes();
          if (!nodes.isEmpty()) {
            StreamPart inner = nodes.get(nodes.size() - 1);
            tree.select(nodes);
            selectPart(inner);
          }
        });
  }

  /** Shows an offset, as soon as the stream was read. */
  public void reveal(long offset) {
    if (complete) {
      selectOffset(offset);
    } else {
      whenComplete.add(() -> selectOffset(offset));
    }
  }

  /** Goes to the next node that has a text in it. */
  public void find(String text) {
    if (text.isBlank()) {
      return;
    }
    JsonObject params = ServerAnswers.of("uri", uri);
    params.addProperty("text", text.strip());
    params.addProperty("limit", 1);
    if (lastHit != null) {
      params.addProperty("after", lastHit);
    }
    ask(
        "Looking for " + text,
        monitor ->
            VtracePlugin.get()
                .server()
                .ask("vtrace/stream/search", params, StreamPartsAnswer.class, monitor),
        answer -> {
          if (answer.nodes().isEmpty()) {
            status.setText(
                lastHit == null
                    ? "not found: " + Plain.text(text)
                    : "no further one; from the beginning next");
            lastHit = null;
          } else {
            StreamPart hit = answer.nodes().get(0);
            lastHit = hit.id();
            selectOffsetOf(hit);
          }
        });
  }

  private void selectOffsetOf(StreamPart hit) {
    tree.selectId(hit.id());
    selectPart(hit);
  }

  /** What is selected, for tests; null for nothing. */
  public StreamPart selected() {
    return selected;
  }

  /** The bytes, for tests. */
  public HexControl hex() {
    return hex;
  }

  /** The state line, for tests. */
  public String status() {
    return status.getText();
  }

  @Override
  public void setFocus() {
    tree.setFocus();
  }

  @Override
  public boolean isDirty() {
    return false;
  }

  @Override
  public boolean isSaveAsAllowed() {
    return false;
  }

  @Override
  public void doSave(IProgressMonitor monitor) {
    // A stream is never changed.
  }

  @Override
  public void doSaveAs() {
    // A stream is never changed.
  }
}
