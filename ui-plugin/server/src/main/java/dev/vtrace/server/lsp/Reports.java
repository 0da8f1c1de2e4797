// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.OpenRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;

/** Reports, as the program around the server writes them. */
final class Reports {
  /** The format that is a zip archive. */
  private static final String BUNDLE = "vtrace";

  private Reports() {}

  /** Writes a report to a file, or into the answer where there is none. */
  static JsonObject write(
      LanguageSession session, OpenRun run, VtraceRequests.ReportParams params) {
    String format = params.format() == null ? "html" : params.format();
    Set<String> keep = params.keep() == null ? Set.of() : Set.copyOf(params.keep());
    JsonObject out = new JsonObject();
    out.addProperty("format", format);
    try {
      if (params.file() != null) {
        Path file = session.reach.write(Path.of(params.file()));
        session.services.report(run.capture(), session.runs.kept(), format, keep, file);
        out.addProperty("file", params.file());
        return out;
      }
      try (PrivateFolder folder = PrivateFolder.create()) {
        Path temporary = folder.path().resolve("report");
        session.services.report(run.capture(), session.runs.kept(), format, keep, temporary);
        byte[] bytes = Files.readAllBytes(temporary);
        if (format.equals(BUNDLE)) {
          out.addProperty("data", Base64.getEncoder().encodeToString(bytes));
        } else {
          out.addProperty("text", new String(bytes, StandardCharsets.UTF_8));
        }
      }
      return out;
    } catch (InvalidPathException e) {
      throw RpcRefusal.badParams("'" + params.file() + "' is not a path");
    } catch (IOException e) {
      throw RpcRefusal.failed(e);
    }
  }
}
