// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.charts.TimelineCanvas;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.eclipse.RunnableAction;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.model.CaptureList;
import dev.vtrace.eclipse.preferences.VtracePreferences;
import dev.vtrace.eclipse.views.CaptureDrop;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ControlContribution;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.part.ViewPart;

/** The timeline of the capture that is shown, with the explanation of what is selected below it. */
public final class MigrationTimeline extends ViewPart implements CaptureList.CaptureListener {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.timeline";

  private final ItemFilter filter = new ItemFilter();
  private TimelineControl control;
  private ItemExplanation explanation;
  private CaptureEntry shown;
  private CaptureEntry waiting;
  private int waitingItem;
  private int orders;

  @Override
  public void createPartControl(Composite parent) {
    SashForm sash = new SashForm(parent, SWT.VERTICAL);
    control = new TimelineControl(sash, this::selected, () -> showEvidence(true));
    explanation = new ItemExplanation(sash, this::selectById);
    sash.setWeights(75, 25);
    CaptureDrop.accept(control);
    createToolBar(getViewSite().getActionBars().getToolBarManager());
    createMenu(getViewSite().getActionBars().getMenuManager());
    VtracePlugin.get().captures().add(this);
    refresh();
  }

  private void createToolBar(IToolBarManager bar) {
    bar.add(
        new ControlContribution("dev.vtrace.eclipse.timeline.search") {
          @Override
          protected Control createControl(Composite parent) {
            Text text = new Text(parent, SWT.SEARCH | SWT.ICON_CANCEL);
            text.setMessage("Operation, message, section");
            text.setToolTipText("Show only operations, messages and sections with these words");
            text.addListener(SWT.Modify, event -> search(text.getText()));
            return text;
          }

          @Override
          protected int computeWidth(Control text) {
            return 220;
          }
        });
    bar.add(new RunnableAction("+", "Zoom in", () -> control.zoom(true)));
    bar.add(new RunnableAction("\u2212", "Zoom out", () -> control.zoom(false)));
    bar.add(new RunnableAction("All", "Show all of it", () -> control.zoomAll()));
  }

  private void createMenu(IMenuManager menu) {
    for (String word : ItemFilter.WORDS) {
      Action action =
          new Action("Show " + word, IAction.AS_CHECK_BOX) {
            @Override
            public void run() {
              filter.toggle(word);
              refresh();
            }
          };
      action.setChecked(filter.shows(word));
      menu.add(action);
    }
  }

  /** Shows only what has these words. */
  public void search(String words) {
    filter.search(words);
    refresh();
  }

  private void refresh() {
    if (control.isDisposed()) {
      return;
    }
    CaptureEntry current = VtracePlugin.get().captures().current();
    int order = ++orders;
    if (current == null) {
      show(null, null, null);
      return;
    }
    ItemFilter wanted = filter.copy();
    Job job =
        Job.create(
            "Laying out the timeline",
            (ICoreRunnable)
                monitor -> {
                  Timeline timeline = wanted.apply(current.timeline());
                  TimelineCanvas drawing = new TimelineCanvas(timeline);
                  Display.getDefault()
                      .asyncExec(
                          () -> {
                            if (order == orders && !control.isDisposed()) {
                              show(current, timeline, drawing);
                            }
                          });
                });
    job.setSystem(true);
    job.schedule();
  }

  private void show(CaptureEntry capture, Timeline timeline, TimelineCanvas drawing) {
    if (capture != shown) {
      explanation.clear();
    }
    shown = capture;
    control.show(timeline, drawing);
    setContentDescription(
        capture == null ? "" : capture.name() + ": " + String.join("; ", timeline.headline()));
    if (capture != null && capture == waiting) {
      waiting = null;
      showSelected(capture, waitingItem);
    }
  }

  private void selected(Item item) {
    if (item == null) {
      explanation.clear();
      return;
    }
    explanation.show(shown, control.timeline(), item);
    VtracePlugin.get().captures().select(shown, item.id(), this);
    if (VtracePreferences.followSelection()) {
      showEvidence(false);
    }
  }

  private void showEvidence(boolean activate) {
    Item item = control.selection();
    CaptureEntry capture = shown;
    if (item != null && capture != null) {
      explanation.whenKnown(item.id(), proofs -> EvidenceOpener.open(capture, proofs, activate));
    }
  }

  /** Selects an item as if people had. */
  public void selectById(int id) {
    if (control.timeline() != null) {
      control.timeline().items().stream()
          .filter(each -> each.id() == id)
          .findFirst()
          .ifPresent(each -> control.select(each, true));
    }
  }

  @Override
  public void capturesChanged() {
    Display.getDefault().asyncExec(this::refresh);
  }

  @Override
  public void itemSelected(CaptureEntry capture, int id, Object source) {
    if (source != this) {
      Display.getDefault().asyncExec(() -> showSelected(capture, id));
    }
  }

  private void showSelected(CaptureEntry capture, int id) {
    if (capture != shown) {
      // It is laid out just now.
      waiting = capture;
      waitingItem = id;
    } else if (!control.isDisposed() && control.timeline() != null) {
      for (Item item : control.timeline().items()) {
        if (item.id() == id) {
          control.select(item, false);
          explanation.show(shown, control.timeline(), item);
          return;
        }
      }
    }
  }

  @Override
  public void debuggerMoved(CaptureEntry capture, long time) {
    Display.getDefault()
        .asyncExec(
            () -> {
              if (!control.isDisposed()) {
                control.showDebugger(capture == shown ? time : -1);
              }
            });
  }

  /** The picture, for tests. */
  public TimelineControl control() {
    return control;
  }

  /** What is said of the selection, for tests. */
  public String explanation() {
    return explanation.text();
  }

  @Override
  public void setFocus() {
    control.setFocus();
  }

  @Override
  public void dispose() {
    VtracePlugin plugin = VtracePlugin.get();
    if (plugin != null) {
      plugin.captures().remove(this);
    }
    super.dispose();
  }
}
