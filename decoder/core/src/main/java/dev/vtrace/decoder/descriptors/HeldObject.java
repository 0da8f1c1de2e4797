// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.descriptors;

import java.util.ArrayList;
import java.util.List;

/**
 * One object of the kernel and every descriptor that live processes have of it.
 *
 * @param holders in the order in which the processes were named
 */
public record HeldObject(Identity identity, List<Holder> holders) {
  public HeldObject {
    holders = List.copyOf(holders);
  }

  /** Whether more than one process has it. */
  public boolean shared() {
    for (Holder holder : holders) {
      if (holder.process() != holders.get(0).process()) {
        return true;
      }
    }
    return false;
  }

  /** The holders of one object each; what cannot be told apart is an object of its own. */
  public static List<HeldObject> join(List<Holder> holders) {
    List<Identity> identities = new ArrayList<>();
    List<List<Holder>> groups = new ArrayList<>();
    for (Holder holder : holders) {
      int at = 0;
      while (at < identities.size() && !identities.get(at).same(holder.identity())) {
        at++;
      }
      if (at == identities.size()) {
        identities.add(holder.identity());
        groups.add(new ArrayList<>());
      }
      groups.get(at).add(holder);
    }
    List<HeldObject> out = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      out.add(new HeldObject(identities.get(i), groups.get(i)));
    }
    return out;
  }
}
