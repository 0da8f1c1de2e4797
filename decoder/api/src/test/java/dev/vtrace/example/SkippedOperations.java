// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.example;

// README begins
import dev.vtrace.api.LedgerOperation;
import dev.vtrace.api.LedgerOperation.OperationVerdict;
import dev.vtrace.api.LedgerWindow;
import dev.vtrace.api.NamedBytes;
import dev.vtrace.api.Vtrace;
import dev.vtrace.api.VtraceRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Lists the operations that a backend transfer left out, with the reasons. */
public final class SkippedOperations {
  private SkippedOperations() {}

  public static void main(String[] args) throws IOException {
    try (VtraceRun run = Vtrace.open(Path.of(args[0]))) {
      of(run).forEach(System.out::println);
    }
  }

  /** One line for each operation that was left out. */
  static List<String> of(VtraceRun run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (LedgerWindow window : run.ledger().windows()) {
      for (LedgerOperation operation : window.operations(OperationVerdict.SKIPPED)) {
        String queue = operation.queue().isPresent() ? " q" + operation.queue().getAsInt() : "";
        String where = window.participant() + " " + window.kind();
        lines.add(where + ": " + operation.name() + queue + ": " + operation.reason());
      }
    }
    return lines;
  }

  /** A capture from the entries of a zip archive, without a file on a disk. */
  static VtraceRun fromZip(String name, InputStream archive) throws IOException {
    List<NamedBytes> files = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.add(NamedBytes.of(entry.getName(), zip.readAllBytes()));
        }
      }
    }
    return Vtrace.open(name, files);
  }
}
