// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a management application sets to have devices handed over, by the stage of the work on the
 * mailing list (August 2025 to September 2026). To add one, add a row.
 */
public enum TransferSwitch {
  LOCAL_VHOST_USER_BLK(
      "local-vhost-user-blk", SwitchKind.CAPABILITY, "vhost-user-blk series v1 and v2"),
  LOCAL_CHAR_SOCKET("local-char-socket", SwitchKind.CAPABILITY, "vhost-user-blk series v1"),
  LOCAL_TAP("local-tap", SwitchKind.CAPABILITY, "live TAP series, first versions"),
  BACKEND_TRANSFER("backend-transfer", SwitchKind.PARAMETER, "live TAP series v4 to v9"),
  LOCAL("local", SwitchKind.PARAMETER, "live TAP series v16, pulled after 11.1");

  /** How it is set. */
  public enum SwitchKind {
    CAPABILITY,
    PARAMETER
  }

  /**
   * A switch that a command sets.
   *
   * @param known its row where it hands devices over, else null
   */
  public record Setting(
      String name, SwitchKind kind, String value, @Nullable TransferSwitch known) {
    /** Whether it is set to something. */
    public boolean on() {
      return !value.equals("false") && !value.isEmpty();
    }
  }

  private final String label;
  private final SwitchKind kind;
  private final String source;

  TransferSwitch(String label, SwitchKind kind, String source) {
    this.label = label;
    this.kind = kind;
    this.source = source;
  }

  /** The name in QMP. */
  public String label() {
    return label;
  }

  /** How it is set. */
  public SwitchKind kind() {
    return kind;
  }

  /** Where it comes from. */
  public String source() {
    return source;
  }

  private static @Nullable TransferSwitch of(String name, SwitchKind kind) {
    for (TransferSwitch row : values()) {
      if (row.kind == kind && row.label.equals(name)) {
        return row;
      }
    }
    return null;
  }

  /** All capabilities and parameters that a command sets, or that a query answers with. */
  public static List<Setting> settings(QmpMessage message) {
    List<Setting> out = new ArrayList<>();
    switch (message.name()) {
      case "migrate-set-capabilities":
        capabilities(message, "arguments.capabilities[", out);
        break;
      case "query-migrate-capabilities":
        capabilities(message, "return[", out);
        break;
      case "migrate-set-parameters":
        parameters(message, "arguments.", out);
        break;
      case "query-migrate-parameters":
        parameters(message, "return.", out);
        break;
      default:
        break;
    }
    return out;
  }

  private static void capabilities(QmpMessage message, String prefix, List<Setting> out) {
    for (int i = 0; ; i++) {
      String name = message.value(prefix + i + "].capability");
      String state = message.value(prefix + i + "].state");
      if (name == null) {
        return;
      }
      out.add(
          new Setting(
              name,
              SwitchKind.CAPABILITY,
              state == null ? "" : state,
              of(name, SwitchKind.CAPABILITY)));
    }
  }

  private static void parameters(QmpMessage message, String prefix, List<Setting> out) {
    for (QmpMessage.QmpLeaf value : message.values()) {
      if (!value.path().startsWith(prefix)) {
        continue;
      }
      String path = value.path().substring(prefix.length());
      int end = path.indexOf('[');
      String name = end < 0 ? path : path.substring(0, end);
      out.add(
          new Setting(name, SwitchKind.PARAMETER, value.text(), of(name, SwitchKind.PARAMETER)));
    }
  }
}
