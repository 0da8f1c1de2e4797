// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.List;

/** The commands and events of a QMP conversation as steps. */
final class MonitorSteps {
  private MonitorSteps() {}

  static void add(List<QmpMessage> messages, TrackBuilder lane) {
    for (QmpMessage message : messages) {
      boolean shown =
          message.kind() == QmpMessage.QmpMessageKind.COMMAND
              || message.kind() == QmpMessage.QmpMessageKind.EVENT;
      if (!shown) {
        continue;
      }
      StringBuilder text = new StringBuilder(message.name());
      for (QmpMessage.QmpLeaf value : message.values()) {
        boolean said = value.path().startsWith("data.") || value.path().startsWith("arguments.");
        if (said && text.length() < 120) {
          text.append("  ").append(value.path().substring(value.path().indexOf('.') + 1));
          text.append(' ').append(value.text());
        }
      }
      Evidence evidence =
          new Evidence(
              message.span().file(),
              message.span().line(),
              message.span().offset(),
              text.toString());
      StepBuilder step =
          new StepBuilder(
              evidence, new Detail.Monitor(), message.name(), text.toString(), message.timeNs());
      lane.steps.add(step);
    }
  }
}
