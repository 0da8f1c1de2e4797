// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.CaptureActions;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.core.resources.IMarker;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolutionGenerator2;

/** What can be done about a finding: have its rule explained, look at the timeline, report it. */
public final class MarkerFixes implements IMarkerResolutionGenerator2 {
  private record Fix(String label, Consumer<IMarker> work) implements IMarkerResolution {
    @Override
    public String getLabel() {
      return label;
    }

    @Override
    public void run(IMarker marker) {
      work.accept(marker);
    }
  }

  @Override
  public boolean hasResolutions(IMarker marker) {
    return true;
  }

  @Override
  public IMarkerResolution[] getResolutions(IMarker marker) {
    List<Fix> out = new ArrayList<>();
    String rule = marker.getAttribute("rule", "");
    if (!rule.isEmpty()) {
      out.add(
          new Fix(
              "Explain rule " + rule,
              each -> EvidenceOpener.open("vtrace:/rules/" + rule + ".md")));
    }
    CaptureEntry capture =
        VtracePlugin.get().captures().find(marker.getAttribute(LogMarkers.CAPTURE, ""));
    if (capture != null) {
      out.add(new Fix("Show in timeline", each -> CaptureActions.showTimeline(capture)));
      out.add(new Fix("Create bug report...", each -> CaptureActions.report(capture)));
    }
    return out.toArray(new IMarkerResolution[0]);
  }
}
