// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that {@code vtrace dap} says is compared with the JSON schema of the protocol. It is
 * no library of Maven; the Python package debugpy has it, in a wheel.
 */
@Tag("external")
class DapSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PACKAGE = "debugpy";
  private static final String NAME = "/debugProtocol.json";

  private static JsonNode schema;

  private final Map<String, JsonSchema> schemas = new HashMap<>();

  @BeforeAll
  static void download(@TempDir Path folder) throws Exception {
    try {
      new ProcessBuilder(
              "python3", "-m", "pip", "download", "-q", "--no-deps", "-d", folder + "", PACKAGE)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("pip.out").toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      abort("skipped: needs python3");
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        schema = schema == null ? inside(file) : schema;
      }
    }
    if (schema == null) {
      abort("skipped: needs pip, and the package " + PACKAGE);
    }
  }

  private static JsonNode inside(Path wheel) throws IOException {
    try (InputStream in = Files.newInputStream(wheel);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(NAME)) {
          return JSON.readTree(zip.readAllBytes());
        }
      }
    }
    return null;
  }

  @Test
  void allThatIsSaidIsOfTheProtocol() throws Exception {
    Set<String> seen = new TreeSet<>();
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      talk(dap);
      for (JsonObject message : dap.heard) {
        String name = definition(message);
        seen.add(name);
        JsonSchema of = schemas.computeIfAbsent(name, DapSchemaTest::schema);
        assertThat(of.validate(JSON.readTree(message.toString())))
            .as(name + " " + message)
            .isEmpty();
      }
    }
    assertThat(seen)
        .contains(
            "InitializeResponse",
            "InitializedEvent",
            "StoppedEvent",
            "OutputEvent",
            "TerminatedEvent",
            "ErrorResponse",
            "ScopesResponse",
            "VariablesResponse",
            "DisassembleResponse",
            "ExceptionInfoResponse",
            "DataBreakpointInfoResponse");
  }

  private static JsonSchema schema(String name) {
    ObjectNode root = JSON.createObjectNode();
    assertThat(schema.get("definitions").has(name)).as(name).isTrue();
    root.put("$ref", "#/definitions/" + name);
    root.set("definitions", schema.get("definitions"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(root);
  }

  private static String definition(JsonObject message) {
    boolean event = message.get("type").getAsString().equals("event");
    if (!event && !message.get("success").getAsBoolean()) {
      return "ErrorResponse";
    }
    String name = message.get(event ? "event" : "command").getAsString();
    if (name.contains("/")) {
      return event ? "Event" : "Response";
    }
    return Character.toUpperCase(name.charAt(0))
        + name.substring(1)
        + (event ? "Event" : "Response");
  }

  /** One of each request that the adapter knows, and some that it refuses. */
  private static void talk(DapClient dap) {
    String messages =
        "{path: '"
            + DapClient.samples().resolve("backend-transfer-2q/vhost-user-dev0.jsonl")
            + "'}";
    dap.ask("threads", "{}");
    dap.ask("loadedSources", "{}");
    dap.ask("breakpointLocations", "{source: " + messages + ", line: 1, endLine: 9}");
    dap.ask(
        "setBreakpoints",
        "{source: "
            + messages
            + ", breakpoints: [{line: 37, logMessage: '{name}'}, {line: 9999}]}");
    dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_stop_in}, {name: nope}]}");
    dap.ask("setExceptionBreakpoints", "{filters: [skipped, nope]}");
    for (String way : new String[] {"next", "stepIn", "continue", "continue", "continue"}) {
      dap.ask(way, "{threadId: 1}");
      dap.stopped();
    }
    dap.ask("exceptionInfo", "{threadId: 1}");
    for (int thread = 1; thread <= 4; thread++) {
      JsonObject stack = dap.ask("stackTrace", "{threadId: " + thread + "}");
      if (!stack.getAsJsonArray("stackFrames").isEmpty()) {
        JsonObject scopes = dap.ask("scopes", "{frameId: " + dap.top(thread).get("id") + "}");
        scopes.getAsJsonArray("scopes").forEach(scope -> dap.variables(scope.getAsJsonObject()));
      }
    }
    JsonObject info =
        dap.ask(
            "dataBreakpointInfo",
            "{name: 'queue[0].state', frameId: " + dap.top(1).get("id") + "}");
    dap.ask("setDataBreakpoints", "{breakpoints: [{dataId: " + info.get("dataId") + "}]}");
    dap.value(1, "queue[0]");
    dap.refused("evaluate", "{expression: nope}");
    dap.refused("noSuch", "{}");
    dap.ask("completions", "{text: que, column: 4}");
    dap.ask("readMemory", "{memoryReference: 'stream:0:0', count: 16}");
    dap.ask(
        "disassemble",
        "{memoryReference: 'stream:0:245323', instructionOffset: -3, instructionCount: 900}");
    dap.ask("source", "{sourceReference: " + packed(dap) + "}");
    JsonObject target =
        dap.ask("gotoTargets", "{source: " + messages + ", line: 40}")
            .getAsJsonArray("targets")
            .get(0)
            .getAsJsonObject();
    dap.ask("goto", "{threadId: 4, targetId: " + target.get("id") + "}");
    dap.stopped();
    for (String way : new String[] {"stepOut", "stepBack", "reverseContinue"}) {
      dap.ask(way, "{threadId: 1}");
      dap.stopped();
    }
    dap.ask("pause", "{threadId: 1}");
    dap.ask("restart", "{}");
    dap.stopped();
    dap.ask("terminate", "{}");
    dap.event("terminated");
    dap.ask("disconnect", "{}");
  }

  private static String packed(DapClient dap) {
    var sources = dap.ask("loadedSources", "{}").getAsJsonArray("sources");
    return DapClient.named(sources, "dst.trace.log.gz").get("sourceReference").toString();
  }
}
