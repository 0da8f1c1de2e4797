// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.descriptors.Identity;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A descriptor that is to be sent. What has the same name is the same object.
 *
 * @param label name of the file or of the memory, where it has one
 * @param size of the file or of the memory, where it matters; else -1
 */
record RecordedObject(String name, Identity.DescriptorKind kind, String label, long size) {
  /** The name of the end that who makes a socket pair keeps. */
  static String otherEnd(String name) {
    return name + " (other end)";
  }

  String otherEnd() {
    return otherEnd(name);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(name);
    out.writeByte(kind.ordinal());
    out.writeUTF(label);
    out.writeLong(size);
  }

  static RecordedObject read(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Identity.DescriptorKind kind = Identity.DescriptorKind.values()[in.readByte()];
    return new RecordedObject(name, kind, in.readUTF(), in.readLong());
  }
}
