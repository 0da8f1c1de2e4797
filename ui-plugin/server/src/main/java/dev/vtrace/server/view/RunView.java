// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.LedgerJson;
import dev.vtrace.decoder.export.RunDiffJson;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rundiff.RunComparison;
import dev.vtrace.decoder.rundiff.RunDiff;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.server.run.FileKinds;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import java.io.IOException;
import java.nio.file.Files;

/** A run as the commands print it, with links. */
public final class RunView {
  private RunView() {}

  /** What there is in it. */
  public static JsonObject summary(OpenRun run) {
    JsonObject ledger = ledger(run);
    JsonObject out = new JsonObject();
    out.addProperty("capture", run.id());
    out.addProperty("name", run.migration().name());
    out.addProperty("kind", run.kind().label());
    JsonArray files = new JsonArray();
    for (Input input : run.capture().inputs()) {
      files.add(file(run, input));
    }
    out.add("files", files);
    out.add("participants", ledger.get("participants"));
    JsonArray devices = new JsonArray();
    for (Device device : run.migration().devices()) {
      JsonObject each = new JsonObject();
      each.addProperty("name", device.name());
      each.add("participants", Trees.strings(device.participants()));
      each.addProperty("queues", device.queues().orElse(-1));
      devices.add(each);
    }
    out.add("devices", devices);
    out.add("migrations", ledger.get("migrations"));
    out.add("totals", ledger.get("totals"));
    JsonObject problems = new JsonObject();
    for (Severity severity : Severity.values()) {
      problems.addProperty(severity.label(), run.check().count(severity));
    }
    out.add("problems", problems);
    JsonArray downtime = new JsonArray();
    for (Downtime each : run.migration().downtimes()) {
      JsonObject one = new JsonObject();
      one.addProperty("migration", each.attempt());
      one.addProperty("beginKnown", each.begun());
      one.addProperty("endKnown", each.ended());
      one.addProperty("length", each.lengthNs());
      downtime.add(one);
    }
    out.add("downtime", downtime);
    out.add("timeline", timeline(run.timeline()));
    return out;
  }

  private static JsonObject file(OpenRun run, Input input) {
    JsonObject out = new JsonObject();
    String uri = Uris.of(input.path());
    String document = run.documents().get(input.name());
    out.addProperty("name", input.name());
    out.addProperty("uri", uri);
    if (!uri.equals(document)) {
      out.addProperty("textUri", document);
    }
    if (FileKinds.hasMessages(input.kind())) {
      out.addProperty("messagesUri", Uris.messagesOf(input.path()));
    }
    out.addProperty("kind", input.kind().label());
    out.addProperty("role", input.role().label());
    out.addProperty("participant", input.participant());
    try {
      out.addProperty("size", Files.size(input.path()));
    } catch (IOException e) {
      // It was there when it was read; a client sees that it has no size now.
      out.addProperty("size", -1);
    }
    return out;
  }

  private static JsonObject timeline(Timeline timeline) {
    JsonObject out = new JsonObject();
    out.addProperty("clock", timeline.timed() ? "time" : "order");
    out.add("begin", Trees.number(timeline.begin()));
    out.add("end", Trees.number(timeline.end()));
    out.add("headline", Trees.strings(timeline.headline()));
    out.addProperty("items", timeline.items().size());
    return out;
  }

  /** The ledger; windows and operations have the ids of their items. */
  public static JsonObject ledger(OpenRun run) {
    JsonObject out =
        Links.add(Trees.of(to -> LedgerJson.write(to, run.migration(), run.files(), run)), run);
    out.addProperty("capture", run.id());
    return out;
  }

  /** The descriptor ledger. */
  public static JsonObject descriptors(OpenRun run) {
    JsonObject out = Links.add(Trees.of(to -> FdsJson.write(to, run.migration(), null)), run);
    out.addProperty("capture", run.id());
    return out;
  }

  /** What is wrong with it. */
  public static JsonObject diagnostics(OpenRun run) {
    JsonObject out = Links.add(Trees.of(to -> CheckJson.write(to, run.check(), run.files())), run);
    out.addProperty("capture", run.id());
    for (JsonElement each : out.getAsJsonArray("diagnostics")) {
      String code = each.getAsJsonObject().get("code").getAsString();
      if (RulePage.exists(code)) {
        each.getAsJsonObject().addProperty("page", Uris.ofRule(code));
      }
    }
    return out;
  }

  /** What two runs differ in; operations have the ids of their items in both. */
  public static JsonObject diff(OpenRun before, OpenRun after) {
    RunDiff diff =
        RunComparison.of(before.migration(), before.check(), after.migration(), after.check());
    JsonObject out = Trees.of(to -> RunDiffJson.write(to, diff, before, after));
    out.getAsJsonObject("a").addProperty("capture", before.id());
    out.getAsJsonObject("b").addProperty("capture", after.id());
    return out;
  }
}
