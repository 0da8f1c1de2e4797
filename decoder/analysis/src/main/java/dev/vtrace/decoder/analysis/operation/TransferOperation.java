// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.operation;

import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.operation.OperationRow.Due;
import dev.vtrace.decoder.devices.VhostDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vhost-user requests of an ordinary migration that a device was spared by backend transfer, as
 * its state in the stream tells: what {@link OperationRow} has, for this device.
 *
 * @param request name of the vhost-user request
 * @param queues those that it would have been sent for; empty where it concerns the device
 * @param messages how many times an ordinary migration sends it in all
 * @param eachRegion whether it is sent for each region of guest memory, which the stream does not
 *     tell; counted once
 */
public record TransferOperation(
    String request, List<Integer> queues, int messages, boolean eachRegion) {
  /** The QEMU that would have sent the request. */
  public enum SendingSide {
    SOURCE,
    DESTINATION
  }

  /** What a device that was handed over was spared on one side, in the order of the table. */
  public static List<TransferOperation> skipped(VhostDevice device, SendingSide side) {
    Window.WindowKind kind =
        side == SendingSide.SOURCE ? Window.WindowKind.STOP : Window.WindowKind.START;
    Map<String, TransferOperation> out = new LinkedHashMap<>();
    for (OperationRow row : OperationRow.values()) {
      if (row.kind == kind && due(row, device)) {
        List<Integer> queues = queues(row, device);
        boolean forQueues =
            row.scope == OperationRow.Scope.ALL || row.scope == OperationRow.Scope.SET_UP;
        if (!forQueues || !queues.isEmpty()) {
          boolean eachRegion = row.scope == OperationRow.Scope.REGION;
          TransferOperation operation =
              new TransferOperation(row.label(), queues, Math.max(1, queues.size()), eachRegion);
          TransferOperation before = out.get(row.label());
          out.put(row.label(), before == null ? operation : before.and(operation));
        }
      }
    }
    return List.copyOf(out.values());
  }

  private TransferOperation and(TransferOperation other) {
    boolean more = other.queues.size() > queues.size();
    return new TransferOperation(
        request, more ? other.queues : queues, messages + other.messages, eachRegion);
  }

  private static boolean due(OperationRow row, VhostDevice device) {
    boolean spared =
        row.due != Due.OPTIONAL && row.due != Due.HANDED_OVER && row.due != Due.LOGGING;
    if (!spared || row.needs.isEmpty()) {
      return spared;
    }
    return row.needs.startsWith("!")
        ? !device.hasProtocolFeature(row.needs.substring(1))
        : device.hasProtocolFeature(row.needs);
  }

  private static List<Integer> queues(OperationRow row, VhostDevice device) {
    List<Integer> queues = new ArrayList<>();
    for (VhostDevice.Ring ring : device.rings()) {
      if (row.scope == OperationRow.Scope.ALL
          || row.scope == OperationRow.Scope.SET_UP && ring.desc() != 0) {
        queues.add(ring.index());
      }
    }
    return List.copyOf(queues);
  }
}
