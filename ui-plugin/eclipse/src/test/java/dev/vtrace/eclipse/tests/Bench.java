// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.views.MigrationPerspective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.core.runtime.ILogListener;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.preferences.ScopedPreferenceStore;
import org.eclipse.ui.texteditor.ITextEditor;

/** The workbench as scenarios use it, from a thread of their own. */
final class Bench {
  private static final long PATIENCE_MILLIS = Long.getLong("vtrace.test.patience", 60_000);
  private static final int LOOK_MILLIS = 40;

  /** More work than this is to be done in jobs. */
  private static final long OWN_MILLIS = 100;

  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Display display = PlatformUI.getWorkbench().getDisplay();
  private final UiPulse pulse = new UiPulse(display);
  private Runnable beforeClosing = () -> {};

  Bench() {
    ILogListener listener =
        (status, plugin) -> {
          if (status.getSeverity() >= IStatus.WARNING) {
            errors.add(plugin + ": " + status + " " + status.getException());
          }
        };
    Platform.addLogListener(listener);
    pulse.start();
  }

  /** How long the user interface kept others waiting since the scenario began. */
  UiPulse.LongestWait longestWait() {
    return pulse.longest();
  }

  /** Waits until the workbench has started. */
  void settle() throws Exception {
    // The platform shows this view some time after a stop of any debugger, and fails to in a window
    // that has closed before the workbench says so.
    new ScopedPreferenceStore(InstanceScope.INSTANCE, "org.eclipse.debug.ui")
        .setValue("org.eclipse.debug.ui.activate_debug_view", false);
    await("the workbench window", () -> page() != null);
    ui(
        () -> {
          Shell shell = window().getShell();
          shell.setBounds(0, 0, 1600, 1000);
          PlatformUI.getWorkbench().showPerspective(MigrationPerspective.ID, window());
          IViewPart intro = page().findView("org.eclipse.ui.internal.introview");
          if (intro != null) {
            page().hideView(intro);
          }
          return null;
        });
  }

  void begin(String name) {
    errors.clear();
    pulse.forget();
    System.out.println("scenario " + name);
  }

  /** Nothing may be in the error log, and the user interface must not have waited for us. */
  void end() throws Exception {
    check(errors.isEmpty(), "the error log has " + errors);
    check(longestWait().ownMillis() <= OWN_MILLIS, "the user interface waited: " + longestWait());
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  static void equal(Object actual, Object expected, String what) {
    check(expected.equals(actual), what + ": expected " + expected + ", but it is " + actual);
  }

  /** Does something in the thread of the user interface. */
  <T> T ui(Callable<T> work) throws Exception {
    AtomicReference<T> out = new AtomicReference<>();
    AtomicReference<Throwable> problem = new AtomicReference<>();
    display.syncExec(
        () -> {
          try {
            out.set(work.call());
          } catch (Exception | AssertionError e) {
            problem.set(e);
          }
        });
    if (problem.get() instanceof Exception e) {
      throw e;
    }
    if (problem.get() instanceof AssertionError e) {
      throw e;
    }
    return out.get();
  }

  /** Waits until something holds in the user interface. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!ui(condition)) {
      check(System.nanoTime() < end, "did not come: " + what);
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Waits until something holds that is asked here: what asks others and waits for them must not be
   * asked in the user interface.
   */
  static void awaitHere(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!condition.call()) {
      check(System.nanoTime() < end, "did not come: " + what);
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Waits until no job whose name begins so is left. */
  static void awaitJobs(String beginning) throws Exception {
    awaitHere(
        "the end of jobs " + beginning,
        () ->
            Stream.of(Job.getJobManager().find(null))
                .noneMatch(each -> each.getName().startsWith(beginning)));
  }

  /** A dialog that says something, in the thread of the user interface; null for none. */
  Shell dialog(String text) {
    for (Shell each : display.getShells()) {
      if (each.isVisible() && each != window().getShell() && says(each, text)) {
        return each;
      }
    }
    return null;
  }

  private static boolean says(Control control, String text) {
    boolean here =
        control instanceof Label label && label.getText().contains(text)
            || control instanceof Text field && field.getText().contains(text);
    return here
        || control instanceof Composite box
            && Stream.of(box.getChildren()).anyMatch(each -> says(each, text));
  }

  IWorkbenchWindow window() {
    IWorkbenchWindow[] windows = PlatformUI.getWorkbench().getWorkbenchWindows();
    return windows.length == 0 ? null : windows[0];
  }

  IWorkbenchPage page() {
    return window() == null ? null : window().getActivePage();
  }

  void perspective(String id) throws Exception {
    ui(() -> PlatformUI.getWorkbench().showPerspective(id, window()));
  }

  <T> T view(String id, Class<T> type) throws Exception {
    return ui(() -> type.cast(page().showView(id)));
  }

  /** A word by which whoever runs the scenarios finds the processes that they start. */
  static String mark() {
    return System.getProperty("vtrace.test.mark", "vtrace-test");
  }

  static Path samples() {
    return Path.of(System.getProperty("vtrace.test.samples"));
  }

  static Path expected(String name) {
    return Path.of(System.getProperty("vtrace.test.expected")).resolve(name);
  }

  /** Opens a capture and waits until the views have it. */
  CaptureEntry open(Path capture) throws Exception {
    VtracePlugin.get().captures().open(capture);
    await("the capture " + capture, () -> current(capture));
    return VtracePlugin.get().captures().current();
  }

  private static boolean current(Path capture) {
    CaptureEntry now = VtracePlugin.get().captures().current();
    return now != null && now.path().equals(capture);
  }

  /** The JSON that the command line prints. */
  static JsonObject json(String name) throws IOException {
    return JsonParser.parseString(Files.readString(expected(name))).getAsJsonObject();
  }

  /** The editor that is seen. */
  IEditorPart editor() {
    return page().getActiveEditor();
  }

  /** What is selected in the text that is seen. */
  String selectedText() {
    return editor() instanceof ITextEditor text
            && text.getSelectionProvider().getSelection() instanceof ITextSelection selection
        ? selection.getText()
        : "";
  }

  /** Keeps a picture of the screen. */
  void screenshot(String name) throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getProperty("vtrace.test.screenshots")));
    painted();
    ui(
        () -> {
          Rectangle bounds = display.getBounds();
          Image image = new Image(display, bounds.width, bounds.height);
          GC gc = new GC(display);
          gc.copyArea(image, 0, 0);
          gc.dispose();
          ImageLoader loader = new ImageLoader();
          loader.data = new ImageData[] {image.getImageData()};
          loader.save(folder.resolve(name + ".png").toString(), SWT.IMAGE_PNG);
          image.dispose();
          return null;
        });
  }

  /** The line of the selection, from 0; -1 if it is in no text. */
  int selectedLine() {
    return editor() instanceof ITextEditor text
            && text.getSelectionProvider().getSelection() instanceof ITextSelection selection
        ? selection.getStartLine()
        : -1;
  }

  /** Closes all captures, and waits for that. */
  void closeCaptures() throws Exception {
    for (CaptureEntry each : VtracePlugin.get().captures().all()) {
      VtracePlugin.get().captures().close(each);
    }
    await("no capture", () -> VtracePlugin.get().captures().current() == null);
    awaitJobs("Closing");
  }

  /** Prints how long the user interface waited for something since the scenario began. */
  void tell(String what) {
    System.out.println(what + ": " + longestWait());
  }

  /** Waits until all that is to be painted now is painted. */
  void painted() throws Exception {
    ui(
        () -> {
          while (display.readAndDispatch()) {
            // Paints.
          }
          return null;
        });
  }

  void screenshotQuietly(String name) {
    try {
      screenshot(name);
    } catch (Exception | AssertionError e) {
      System.out.println("no screenshot: " + e);
    }
  }

  /** Errors that were logged since the scenario began. */
  List<String> errors() {
    return new ArrayList<>(errors);
  }

  /** What happens right before the workbench is closed, in the thread of the user interface. */
  void beforeClosing(Runnable last) {
    beforeClosing = last;
  }

  void close() {
    display.asyncExec(
        () -> {
          beforeClosing.run();
          PlatformUI.getWorkbench().close();
        });
  }
}
