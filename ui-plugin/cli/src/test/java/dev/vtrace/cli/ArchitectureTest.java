// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The one allowed direction of dependency. It lives in this module as this one sees all others. */
class ArchitectureTest {

  /** What a module may use of the others; all of them may use the JDK. */
  private static final Map<String, List<String>> MODULES =
      Map.of(
          "decoder", List.of(),
          "api", List.of("decoder"),
          "tracer", List.of("decoder"),
          "charts", List.of("decoder"),
          "server", List.of("decoder", "tracer"),
          "cli", List.of("decoder", "tracer", "charts", "server"));

  /** The only modules that may use a library. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "com.fasterxml.jackson..", List.of("decoder", "tracer", "server"),
          "org.tukaani.xz..", List.of("decoder"),
          "com.github.luben.zstd..", List.of("decoder"),
          "org.apache.commons.compress..", List.of("decoder"),
          "com.sun.jna..", List.of("tracer"),
          "org.jfree..", List.of("charts"),
          "org.eclipse.lsp4j..", List.of("server"),
          "com.google.gson..", List.of("server"),
          "org.apache.commons.cli..", List.of("cli"),
          "org.apache.hc..", List.of("cli"));

  /** What a package of the decoder may use of its others. */
  private static final Map<String, List<String>> DECODER =
      Map.ofEntries(
          Map.entry("bytes", List.of()),
          Map.entry("diagnostics", List.of("bytes")),
          Map.entry("features", List.of()),
          Map.entry("vmstate", List.of("bytes", "diagnostics")),
          Map.entry("descriptors", List.of()),
          Map.entry(
              "devices", List.of("bytes", "diagnostics", "features", "vmstate", "descriptors")),
          Map.entry("stream", List.of("bytes", "diagnostics", "vmstate", "descriptors", "devices")),
          Map.entry(
              "compare",
              List.of("bytes", "diagnostics", "features", "vmstate", "devices", "stream")),
          Map.entry("ram", List.of("bytes", "diagnostics", "vmstate", "stream")),
          Map.entry("channels", List.of("bytes", "diagnostics", "vmstate", "stream", "ram")),
          Map.entry("vhostuser", List.of("bytes", "diagnostics", "features")),
          Map.entry("trace", List.of("bytes", "diagnostics", "features", "vhostuser", "messages")),
          Map.entry("capture", formats()),
          Map.entry("run", formats("capture", "messages")),
          Map.entry("analysis", formats("capture", "run", "messages")),
          Map.entry("timeline", formats("capture", "run", "analysis", "rules")),
          Map.entry("messages", List.of("diagnostics", "features", "vhostuser")),
          Map.entry("rules", formats("capture", "run", "analysis", "messages")),
          Map.entry("condition", List.of()),
          Map.entry("setup", formats("capture", "run", "analysis")),
          Map.entry(
              "runlog", formats("capture", "run", "analysis", "timeline", "rules", "condition")),
          Map.entry("answer", formats("run", "analysis", "timeline", "messages", "rules")),
          Map.entry("rundiff", List.of("diagnostics", "run", "analysis", "rules")),
          Map.entry(
              "export",
              formats(
                  "capture",
                  "run",
                  "analysis",
                  "timeline",
                  "rules",
                  "answer",
                  "rundiff",
                  "condition",
                  "runlog",
                  "setup")),
          Map.entry("redact", formats("capture", "messages")),
          Map.entry(
              "report",
              formats(
                  "capture",
                  "run",
                  "analysis",
                  "timeline",
                  "rules",
                  "answer",
                  "redact",
                  "export",
                  "setup")),
          Map.entry(
              "exporter",
              formats(
                  "capture", "run", "analysis", "timeline", "rules", "redact", "export", "report")),
          Map.entry(
              "fleet",
              formats("capture", "run", "analysis", "messages", "rules", "answer", "export")));

  /** What a package of the tracer may use of its others. */
  private static final Map<String, List<String>> TRACER =
      Map.ofEntries(
          Map.entry("sys", List.of()),
          Map.entry("identity", List.of("sys")),
          Map.entry("recording", List.of("sys", "identity")),
          Map.entry("proxy", List.of("sys", "identity", "recording")),
          Map.entry("forward", List.of("sys", "identity", "recording", "proxy")),
          Map.entry("qmp", List.of("sys", "recording")),
          Map.entry("follow", List.of()),
          Map.entry("strace", List.of("sys", "identity", "recording", "follow")),
          Map.entry("provenance", List.of("sys", "identity", "strace")),
          Map.entry("attach", List.of("sys", "recording", "qmp", "follow", "strace")),
          Map.entry("replay", List.of("sys", "identity", "recording", "proxy", "provenance")),
          Map.entry("migration", List.of("sys", "recording", "proxy", "qmp", "strace", "attach")));

  /** What a sub-package may use of its neighbours; the package itself is the empty name. */
  private static final Map<String, Map<String, List<String>>> PARTS =
      Map.of(
          "dev.vtrace.decoder.trace",
          Map.of(
              "line", List.of(),
              "event", List.of("line"),
              "", List.of("event"),
              "log", List.of("", "event", "line"),
              "simpletrace", List.of("", "event", "line"),
              "socket", List.of("", "line"),
              "input", List.of("", "event", "line", "log", "simpletrace", "socket")),
          "dev.vtrace.decoder.analysis",
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("evidence", List.of("model")),
              Map.entry("attempt", List.of("model", "evidence")),
              Map.entry("operation", List.of("model", "attempt")),
              Map.entry("downtime", List.of("model", "evidence", "attempt")),
              Map.entry("clock", List.of("model", "evidence", "downtime")),
              Map.entry("join", List.of("model", "evidence", "attempt", "operation")),
              Map.entry("descriptor", List.of("model", "evidence", "attempt")),
              Map.entry(
                  "verdict",
                  List.of("model", "evidence", "attempt", "operation", "join", "descriptor")),
              Map.entry("view", List.of("model", "evidence", "verdict")),
              Map.entry(
                  "",
                  List.of(
                      "model",
                      "evidence",
                      "attempt",
                      "downtime",
                      "clock",
                      "join",
                      "descriptor",
                      "verdict",
                      "view"))),
          "dev.vtrace.decoder.rules",
          Map.of(
              "model", List.of(),
              "family", List.of("model"),
              "statement", List.of("model", "family"),
              "", List.of("model", "family", "statement")),
          "dev.vtrace.server",
          Map.of(
              "rpc", List.of(),
              "run", List.of(),
              "stream", List.of("run"),
              "text", List.of("stream"),
              "view", List.of("run"),
              "dap", List.of("rpc", "run", "text", "view"),
              "lsp", List.of("rpc", "run", "stream", "text", "view", "dap")));

  private static JavaClasses all;

  /** All packages that read a format, and more. */
  private static List<String> formats(String... more) {
    List<String> packages =
        new ArrayList<>(
            List.of(
                "bytes",
                "diagnostics",
                "features",
                "vmstate",
                "descriptors",
                "devices",
                "stream",
                "compare",
                "ram",
                "channels",
                "vhostuser",
                "trace"));
    packages.addAll(List.of(more));
    return packages;
  }

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.vtrace");
  }

  @TestFactory
  Stream<DynamicTest> modulesUseOnlyThoseBelow() {
    return each(MODULES, (module, below) -> onlyBelow("dev.vtrace", module, below, MODULES));
  }

  @TestFactory
  Stream<DynamicTest> decoderPackagesUseOnlyThoseBelow() {
    return each(DECODER, (part, below) -> onlyBelow("dev.vtrace.decoder", part, below, DECODER));
  }

  @TestFactory
  Stream<DynamicTest> tracerPackagesUseOnlyThoseBelow() {
    return each(TRACER, (part, below) -> onlyBelow("dev.vtrace.tracer", part, below, TRACER));
  }

  @TestFactory
  Stream<DynamicTest> subPackagesUseOnlyThoseBelow() {
    return PARTS.entrySet().stream()
        .flatMap(
            table ->
                each(
                    table.getValue(),
                    (part, below) -> onlyBelow(table.getKey(), part, below, table.getValue())));
  }

  /** Whoever reads a name knows which thing it is, whatever the package. */
  @Test
  void noSimpleNameStandsTwice() {
    Map<String, List<String>> classes =
        all.stream()
            .filter(type -> !type.isAnonymousClass() && !type.getSimpleName().isEmpty())
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    classes.values().removeIf(names -> names.size() == 1);
    assertThat(classes).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> librariesStayInTheirModules() {
    return each(
        LIBRARIES,
        (library, modules) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    modules.stream()
                        .map(module -> "dev.vtrace." + module + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(all));
  }

  /** What a request does stands in its row; OperationRow is the table of their order. */
  @Test
  void nothingDecidesByTheNameOfARequest() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vtrace.decoder.vhostuser..")
        .and()
        .doNotHaveSimpleName("OperationRow")
        .should()
        .accessFieldWhere(
            JavaAccess.Predicates.target(HasOwner.Predicates.With.owner(type(Request.class))))
        .check(all);
  }

  /** What is neither ours nor in the table of libraries is not to be used at all. */
  @Test
  void nothingElseIsUsed() {
    List<String> known = new ArrayList<>(LIBRARIES.keySet());
    known.addAll(List.of("java..", "javax..", "jdk..", "sun.misc..", "dev.vtrace.."));
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(known.toArray(new String[0]))
        .check(all);
  }

  @Test
  void decoderPackagesMakeNoCycle() {
    slices()
        .matching("dev.vtrace.decoder.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(all);
  }

  /** What is joined, judged and shown was read by the package {@code run}, once. */
  @Test
  void nobodyElseOpensEvidence() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.vtrace.decoder.analysis..",
            "dev.vtrace.decoder.rules..",
            "dev.vtrace.decoder.rundiff..",
            "dev.vtrace.decoder.timeline..",
            "dev.vtrace.server.dap.replay..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.vtrace.decoder.bytes.Inputs")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .check(all);
  }

  /** Which reader a kind of input has stands in TraceReaders; a live monitor is no input. */
  @Test
  void readersAreChosenInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.vtrace.decoder.trace..", "dev.vtrace.tracer.qmp..")
        .should()
        .dependOnClassesThat(
            implement("dev.vtrace.decoder.trace.TraceReader").and(resideInAPackage("dev.vtrace..")))
        .check(all);
  }

  private static <V> Stream<DynamicTest> each(Map<String, V> table, BiConsumer<String, V> check) {
    return table.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey().isEmpty() ? "itself" : row.getKey(),
                    () -> check.accept(row.getKey(), row.getValue())));
  }

  /** No class of the part uses a part of the same table that is not below it. */
  private static void onlyBelow(
      String parent, String part, List<String> below, Map<String, List<String>> table) {
    String[] others =
        table.keySet().stream()
            .filter(other -> !other.equals(part) && !below.contains(other))
            .map(other -> packages(parent, other))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packages(parent, part))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(all);
  }

  /** A part with all below it; the parent alone for the part without a name. */
  private static String packages(String parent, String part) {
    return part.isEmpty() ? parent : parent + "." + part + "..";
  }
}
