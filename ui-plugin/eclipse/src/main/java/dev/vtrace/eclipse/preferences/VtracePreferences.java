// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.preferences;

import dev.vtrace.eclipse.VtracePlugin;
import org.eclipse.core.runtime.preferences.AbstractPreferenceInitializer;
import org.eclipse.jface.preference.IPreferenceStore;

/** What people can set, with its defaults. */
public final class VtracePreferences extends AbstractPreferenceInitializer {
  /** A QEMU source tree; empty for none. */
  static final String QEMU_SOURCE = "qemuSource";

  /** Whether selecting a mark shows its evidence. */
  static final String FOLLOW_SELECTION = "followSelection";

  /** Kinds of secrets that reports keep, separated by commas. */
  static final String KEEP = "keep";

  @Override
  public void initializeDefaultPreferences() {
    IPreferenceStore store = VtracePlugin.get().getPreferenceStore();
    store.setDefault(QEMU_SOURCE, "");
    store.setDefault(FOLLOW_SELECTION, true);
    store.setDefault(KEEP, "");
  }

  /** The folder of a QEMU source tree; empty for none. */
  public static String qemuSource() {
    return VtracePlugin.get().getPreferenceStore().getString(QEMU_SOURCE);
  }

  /** Whether selecting a mark shows its evidence. */
  public static boolean followSelection() {
    return VtracePlugin.get().getPreferenceStore().getBoolean(FOLLOW_SELECTION);
  }

  /** Kinds of secrets that reports keep. */
  public static String keep() {
    return VtracePlugin.get().getPreferenceStore().getString(KEEP);
  }
}
