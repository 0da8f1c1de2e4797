// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one QEMU was.
 *
 * @param participant its name
 * @param settings in the order in which they were told; of one that was told more than once the
 *     last
 */
public record QemuSetup(String participant, List<QemuSetting> settings) {
  public QemuSetup {
    settings = List.copyOf(settings);
  }

  /** Where it comes from. */
  public Set<SetupSource> sources() {
    Set<SetupSource> out = EnumSet.noneOf(SetupSource.class);
    settings.forEach(setting -> out.add(setting.source()));
    return out;
  }
}
