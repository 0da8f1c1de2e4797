// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.ui.IStartup;

/**
 * Runs the scenarios one after another in the workbench that it is installed in, writes what became
 * of each in the form of Surefire's reports, and closes the workbench.
 */
public final class ScenarioRunner implements IStartup {
  /** What people do, and what they see then. */
  interface Scenario {
    void run(Bench bench) throws Exception;

    /** A program that is missing, without which it is skipped; null for none. */
    default String needs() {
      return null;
    }
  }

  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("plain", new PlainScenario());
    SCENARIOS.put("capture", new CaptureScenario());
    SCENARIOS.put("log", new LogScenario());
    SCENARIOS.put("stream", new StreamScenario());
    SCENARIOS.put("debugger", new DebuggerScenario());
    SCENARIOS.put("memory", new MemoryScenario());
    SCENARIOS.put("attach", new AttachScenario());
    SCENARIOS.put("failed", new FailedScenario());
    SCENARIOS.put("hostile", new HostileScenario());
    SCENARIOS.put("wizards", new WizardScenario());
    SCENARIOS.put("record", new RecordScenario());
    SCENARIOS.put("open", new OpenScenario());
    SCENARIOS.put("help", new HelpScenario());
    SCENARIOS.put("large", new LargeScenario());
    SCENARIOS.put("dark", new DarkScenario());
    SCENARIOS.put("close", new CloseScenario());
  }

  @Override
  public void earlyStartup() {
    if (System.getProperty("vtrace.test.reports") != null) {
      Thread thread = new Thread(ScenarioRunner::runAll, "scenarios");
      thread.start();
    }
  }

  private static void runAll() {
    Bench bench = new Bench();
    List<String> cases = new ArrayList<>();
    int failures = 0;
    int skipped = 0;
    String only = System.getProperty("vtrace.test.only", "");
    try {
      bench.settle();
      for (Map.Entry<String, Scenario> each : SCENARIOS.entrySet()) {
        if (!only.isEmpty() && !List.of(only.split(",")).contains(each.getKey())) {
          continue;
        }
        String missing = each.getValue().needs();
        if (missing != null) {
          System.out.println("skipped " + each.getKey() + ": needs " + missing);
          cases.add(testCase(each.getKey(), 0, "", "<skipped message=\"needs " + missing + "\"/>"));
          skipped++;
          continue;
        }
        long begin = System.nanoTime();
        String problem = run(bench, each.getKey(), each.getValue());
        double seconds = (System.nanoTime() - begin) / 1e9;
        failures += problem.isEmpty() ? 0 : 1;
        System.out.printf(
            "%s %s, %.1f s, longest wait of the user interface %s%n%s",
            problem.isEmpty() ? "ok" : "FAILED",
            each.getKey(),
            seconds,
            bench.longestWait(),
            problem);
        cases.add(testCase(each.getKey(), seconds, problem, ""));
      }
      write(cases, failures, skipped);
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      bench.close();
    }
  }

  private static String run(Bench bench, String name, Scenario scenario) {
    try {
      bench.begin(name);
      scenario.run(bench);
      bench.end();
      return "";
    } catch (Exception | AssertionError e) {
      StringWriter out = new StringWriter();
      e.printStackTrace(new PrintWriter(out));
      bench.screenshotQuietly(name + "-failed");
      return out.toString();
    }
  }

  private static String testCase(String name, double seconds, String problem, String note) {
    String begin =
        "<testcase classname=\"eclipse\" name=\"" + name + "\" time=\"" + seconds + "\">";
    String text = problem.replace("&", "&amp;").replace("<", "&lt;");
    String failure = text.isEmpty() ? "" : "<failure>" + text + "</failure>";
    return begin + failure + note + "</testcase>";
  }

  private static void write(List<String> cases, int failures, int skipped) throws IOException {
    String suite = System.getProperty("vtrace.test.suite", "eclipse");
    Path folder = Files.createDirectories(Path.of(System.getProperty("vtrace.test.reports")));
    String head =
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">"
            .formatted(suite, cases.size(), failures, skipped);
    Files.writeString(
        folder.resolve("TEST-" + suite.replace(' ', '-') + ".xml"),
        head + "\n" + String.join("\n", cases) + "\n</testsuite>\n");
  }
}
