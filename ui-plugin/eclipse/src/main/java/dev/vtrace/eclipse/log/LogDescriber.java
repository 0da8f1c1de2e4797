// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.core.runtime.QualifiedName;
import org.eclipse.core.runtime.content.IContentDescription;
import org.eclipse.core.runtime.content.ITextContentDescriber;

/** Recognises logs of QEMU by their beginning: trace events that report devices or migrations. */
public final class LogDescriber implements ITextContentDescriber {
  private static final int LOOK = 64 << 10;
  private static final List<String> WORDS =
      List.of(
          "vhost_",
          "virtio_",
          "migrate_set_state",
          "vmstate_",
          "savevm_",
          "loadvm_",
          "qemu-system-",
          "VHOST_");

  @Override
  public int describe(InputStream contents, IContentDescription description) throws IOException {
    return describe(
        new BufferedReader(new InputStreamReader(contents, StandardCharsets.UTF_8)), description);
  }

  @Override
  public int describe(Reader contents, IContentDescription description) throws IOException {
    char[] buffer = new char[LOOK];
    int length = 0;
    for (int n = 0; n >= 0 && length < LOOK; n = contents.read(buffer, length, LOOK - length)) {
      length += n;
    }
    String begin = new String(buffer, 0, length);
    return WORDS.stream().anyMatch(begin::contains) ? VALID : INVALID;
  }

  @Override
  public QualifiedName[] getSupportedOptions() {
    return new QualifiedName[0];
  }
}
