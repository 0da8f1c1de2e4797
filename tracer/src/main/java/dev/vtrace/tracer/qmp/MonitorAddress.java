// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import dev.vtrace.tracer.sys.Address;
import java.io.IOException;

/** Where a QEMU's monitor can be reached. */
public sealed interface MonitorAddress {
  /** What stands before the name of a domain. */
  String LIBVIRT = "libvirt:";

  /** A socket of its own. */
  record MonitorSocket(Address address) implements MonitorAddress {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * The monitor that libvirt holds, through {@code virsh}; which libvirt that is, virsh knows by
   * its environment (LIBVIRT_DEFAULT_URI).
   *
   * @param domain name, number or UUID
   */
  record Libvirt(String domain) implements MonitorAddress {
    @Override
    public String toString() {
      return LIBVIRT + domain;
    }
  }

  /**
   * Reads {@code libvirt:DOMAIN}, or what {@link Address#parse} reads.
   *
   * @throws IllegalArgumentException if it is neither; the message is one clause
   * @throws IOException if a host is not known
   */
  static MonitorAddress parse(String text) throws IOException {
    if (!text.startsWith(LIBVIRT)) {
      return new MonitorSocket(Address.parse(text));
    }
    if (text.length() == LIBVIRT.length()) {
      throw new IllegalArgumentException("the name of the domain is empty");
    }
    return new Libvirt(text.substring(LIBVIRT.length()));
  }
}
