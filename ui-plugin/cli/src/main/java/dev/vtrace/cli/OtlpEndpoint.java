// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where and how to send to: an address, and what the variables of the OpenTelemetry specification
 * ("OTLP Exporter Configuration") say.
 */
final class OtlpEndpoint {
  /** {@code name=value} separated by commas, URL-encoded. */
  static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

  /** {@code grpc} or {@code http/protobuf}; the scheme of an address goes before it. */
  static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";

  private static final String GRPC = "grpc";
  private static final Set<String> SCHEMES = Set.of("http", "https", GRPC, "grpcs");
  private static final Set<String> PROTOCOLS = Set.of("", "http/protobuf", GRPC);

  private OtlpEndpoint() {}

  /**
   * A way to a collector; nothing is sent yet.
   *
   * @param headers as in {@link #HEADERS}
   * @param protocol as in {@link #PROTOCOL}; empty for HTTP
   * @param pause before the second try
   * @throws UsageException if one of them cannot be understood
   */
  static OtlpTransport open(String endpoint, String headers, String protocol, Duration pause)
      throws UsageException {
    URI uri = uri(endpoint);
    Map<String, String> named = headers(headers);
    boolean plain = uri.getScheme().startsWith("http");
    if (plain && !PROTOCOLS.contains(protocol)) {
      throw new UsageException(
          PROTOCOL + ": '" + protocol + "' is not spoken; http/protobuf and grpc are");
    }
    return plain && !protocol.equals(GRPC)
        ? new OtlpCollector(uri, named, pause)
        : new OtlpGrpcCollector(uri, named, pause);
  }

  private static URI uri(String text) throws UsageException {
    try {
      URI uri = new URI(text);
      boolean known = uri.getScheme() != null && SCHEMES.contains(uri.getScheme());
      if (known && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new UsageException(
        "--endpoint '"
            + text
            + "' is not the address of a collector, such as"
            + " http://localhost:4318 or grpc://localhost:4317");
  }

  private static Map<String, String> headers(String text) throws UsageException {
    Map<String, String> out = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = pair.substring(equals + 1).strip();
        out.put(
            pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
      } else if (!pair.isBlank()) {
        throw new UsageException(
            HEADERS + ": '" + pair.strip() + "' is not of the form NAME=VALUE");
      }
    }
    return out;
  }
}
