// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.Recordings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The views for Trace Compass are of events and fields that the trace has. */
class TraceCompassTest {
  /** The folder of xmlDefinition.xsd of Trace Compass, which Maven Central does not have. */
  private static final String SCHEMAS = "VTRACE_TRACECOMPASS_SCHEMAS";

  private static final Pattern EVENT =
      Pattern.compile("name = \"([a-z_]+)\"; id = [0-9];[^}]*struct \\{([^}]*)\\}");
  private static final Pattern FIELD = Pattern.compile("(?:string|s64) ([a-z]+);");

  private static byte[] analysis() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CtfExport.analysis(out);
    return out.toByteArray();
  }

  private static List<Element> elements(Element within, String name) {
    NodeList found = within.getElementsByTagName(name);
    List<Element> out = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      out.add((Element) found.item(i));
    }
    return out;
  }

  /** Events of the trace and the names of their fields. */
  private static Map<String, Set<String>> events() throws Exception {
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    CtfExport.metadata(metadata, ExportedRuns.of(Recordings.transfer()));
    Map<String, Set<String>> out = new HashMap<>();
    Matcher event = EVENT.matcher(metadata.toString(StandardCharsets.UTF_8));
    while (event.find()) {
      Set<String> fields = new HashSet<>();
      FIELD.matcher(event.group(2)).results().forEach(field -> fields.add(field.group(1)));
      out.put(event.group(1), fields);
    }
    return out;
  }

  @Test
  void eachEventAndFieldIsInTheTrace() throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(analysis()));
    Element root = document.getDocumentElement();
    Map<String, Set<String>> locations = new HashMap<>();
    for (Element location : elements(root, "location")) {
      locations.put(location.getAttribute("id"), fields(location, Map.of()));
    }
    Map<String, Set<String>> events = events();
    Set<String> handled = new HashSet<>();
    for (Element handler : elements(root, "eventHandler")) {
      String event = handler.getAttribute("eventName");
      assertThat(events).containsKey(event);
      assertThat(events.get(event)).containsAll(fields(handler, locations));
      handled.add(event);
    }
    assertThat(handled).isEqualTo(events.keySet());
    String provider = elements(root, "stateProvider").get(0).getAttribute("id");
    assertThat(elements(root, "analysis")).hasSize(2);
    elements(root, "analysis")
        .forEach(each -> assertThat(each.getAttribute("id")).isEqualTo(provider));
  }

  private static Set<String> fields(Element within, Map<String, Set<String>> locations) {
    Set<String> out = new HashSet<>();
    for (String name : List.of("stateAttribute", "stateValue")) {
      for (Element each : elements(within, name)) {
        String value = each.getAttribute("value");
        switch (each.getAttribute("type")) {
          case "eventField" -> out.add(value);
          case "location" -> {
            assertThat(locations).containsKey(value);
            out.addAll(locations.get(value));
          }
          default -> {}
        }
      }
    }
    return out;
  }

  @Test
  void itIsOfTheSchema() throws Exception {
    String folder = System.getenv(SCHEMAS);
    assumeTrue(folder != null, "needs the schemas of Trace Compass in " + SCHEMAS);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Path.of(folder, "xmlDefinition.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(analysis())));
  }

  @Test
  void theCopyInTheRepositoryIsTheOneThatIsWritten() throws Exception {
    Path copy = Recordings.root().resolve("ui-plugin/tracecompass/vtrace.xml");
    assertThat(Files.readAllBytes(copy)).isEqualTo(analysis());
  }
}
