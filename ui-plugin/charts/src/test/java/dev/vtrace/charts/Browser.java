// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Chromium without a screen, driven by the WebDriver protocol. */
final class Browser {
  private static final Pattern STARTED = Pattern.compile("successfully on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient client = HttpClient.newHttpClient();
  private String base;

  private Browser(Process driver) {
    this.driver = driver;
  }

  /** Starts one; the test is skipped where there is none. */
  static Browser start() throws Exception {
    Process driver;
    try {
      driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("skipped: needs chromedriver");
    }
    Browser browser = new Browser(driver);
    browser.base = "http://127.0.0.1:" + port(driver) + "/session";
    List<String> arguments =
        List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    JsonNode session =
        browser.post(
            "",
            Map.of(
                "capabilities",
                Map.of(
                    "alwaysMatch",
                    Map.of(
                        "goog:chromeOptions", Map.of("args", arguments),
                        "goog:loggingPrefs", Map.of("browser", "ALL")))));
    browser.base += "/" + session.get("sessionId").asText();
    return browser;
  }

  private static int port(Process driver) throws IOException {
    // Not closed: that would close the driver's output, and end it.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = STARTED.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver did not start");
  }

  void open(Path page) throws Exception {
    post("/url", Map.of("url", page.toUri().toString()));
  }

  void size(int width, int height) throws Exception {
    send(
        "/goog/cdp/execute",
        Map.of(
            "cmd",
            "Emulation.setDeviceMetricsOverride",
            "params",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false)));
  }

  void dark(boolean dark) throws Exception {
    send(
        "/goog/cdp/execute",
        Map.of(
            "cmd",
            "Emulation.setEmulatedMedia",
            "params",
            Map.of(
                "features",
                List.of(
                    Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light")))));
  }

  /** Whether pages may run scripts of their own; those of tests always may. */
  void script(boolean allowed) throws Exception {
    send(
        "/goog/cdp/execute",
        Map.of("cmd", "Emulation.setScriptExecutionDisabled", "params", Map.of("value", !allowed)));
  }

  /** What a script returns. */
  JsonNode run(String script) throws Exception {
    return post("/execute/sync", Map.of("script", script, "args", List.of()));
  }

  String text(String selector) throws Exception {
    return run("return document.querySelector('" + selector + "').textContent").asText();
  }

  /** Types into an element. */
  void type(String selector, String keys) throws Exception {
    post(element(selector) + "/value", Map.of("text", keys));
  }

  void click(String selector) throws Exception {
    post(element(selector) + "/click", Map.of());
  }

  /** Presses the mouse at a point of the window, and lets it go after a way. */
  void drag(int x, int y, int way) throws Exception {
    List<Map<String, Object>> actions =
        List.of(
            Map.of("type", "pointerMove", "duration", 0, "x", x, "y", y),
            Map.of("type", "pointerDown", "button", 0),
            Map.of("type", "pointerMove", "duration", 50, "x", x + way, "y", y),
            Map.of("type", "pointerUp", "button", 0));
    post(
        "/actions",
        Map.of("actions", List.of(Map.of("type", "pointer", "id", "mouse", "actions", actions))));
  }

  /** Everything that the browser complains of. */
  String complaints() throws Exception {
    return post("/se/log", Map.of("type", "browser")).toString();
  }

  void screenshot(Path file) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/screenshot")).build();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(value(request).asText()));
  }

  private String element(String selector) throws Exception {
    JsonNode found = post("/element", Map.of("using", "css selector", "value", selector));
    return "/element/" + found.get(ELEMENT).asText();
  }

  private void send(String path, Object body) throws Exception {
    post(path, body);
  }

  private JsonNode post(String path, Object body) throws Exception {
    HttpRequest.BodyPublisher json =
        HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    return value(HttpRequest.newBuilder(URI.create(base + path)).POST(json).build());
  }

  private JsonNode value(HttpRequest request) throws Exception {
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + response.body());
    }
    return JSON.readTree(response.body()).get("value");
  }

  void close() throws Exception {
    client.send(
        HttpRequest.newBuilder(URI.create(base)).DELETE().build(),
        HttpResponse.BodyHandlers.discarding());
    driver.destroy();
  }
}
