// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A collector of OpenTelemetry that is sent to over HTTP.
 *
 * <p>Source: OpenTelemetry Protocol Specification 1.3, "OTLP/HTTP": paths, retryable statuses and
 * {@code Retry-After}. The protocol over gRPC needs trailers of HTTP/2, which the client of Java
 * does not give; collectors take both.
 */
final class OtlpCollector {
  /** Of the OpenTelemetry specification; {@code name=value} separated by commas, URL-encoded. */
  static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final int TRIES = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_READ = 64 << 10;

  private final URI endpoint;
  private final Map<String, String> headers;
  private final Duration pause;
  private final HttpClient client;

  /**
   * A collector; nothing is sent yet.
   *
   * @param endpoint without the path of a signal, as {@code http://collector:4318}
   * @param headers as in {@link #HEADERS}
   * @param pause before the second try; it doubles with each
   * @throws UsageException if either cannot be understood
   */
  OtlpCollector(String endpoint, String headers, Duration pause) throws UsageException {
    this.endpoint = uri(endpoint);
    this.headers = headers(headers);
    this.pause = pause;
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  private static URI uri(String text) throws UsageException {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new UsageException(
        "--endpoint '"
            + text
            + "' is not the address of a collector, such as"
            + " http://localhost:4318");
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

  /**
   * Sends one request, again while the collector is busy or cannot be reached.
   *
   * @param signal {@code traces} or {@code metrics}
   * @param body in protobuf
   * @return what the collector did not take, empty if it took all
   * @throws IOException if it did not take it; the message names the address and the reason
   */
  String send(String signal, byte[] body) throws IOException {
    String base = endpoint.toString();
    String address = (base.endsWith("/") ? base : base + "/") + "v1/" + signal;
    HttpRequest request = request(address, body);
    Duration wait = pause;
    for (int tries = 1; ; tries++) {
      String why;
      try {
        HttpResponse<InputStream> answer =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] read;
        try (InputStream in = answer.body()) {
          read = in.readNBytes(MOST_READ);
        }
        if (answer.statusCode() / 100 == 2) {
          return OtlpAnswer.of(read).rejected();
        }
        why = "status " + answer.statusCode() + text(answer, read);
        if (!RETRYABLE.contains(answer.statusCode())) {
          throw new OtlpRefusal(address + ": " + why);
        }
        wait = asked(answer, wait);
      } catch (OtlpRefusal e) {
        throw e;
      } catch (IOException e) {
        why = "cannot be reached: " + reason(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(address + ": interrupted");
      }
      if (tries == TRIES) {
        throw new IOException(address + ": " + why + "; tried " + TRIES + " times");
      }
      sleep(wait, address);
      wait = shorter(wait.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** An answer that would be the same at each try. */
  private static final class OtlpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    OtlpRefusal(String message) {
      super(message);
    }
  }

  private HttpRequest request(String address, byte[] body) throws IOException {
    try {
      HttpRequest.Builder out =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(PATIENCE)
              .header("Content-Type", "application/x-protobuf")
              .header("User-Agent", "vtrace");
      headers.forEach(out::setHeader);
      return out.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    } catch (IllegalArgumentException e) {
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  /** What a person may read in a refusal. */
  private static String text(HttpResponse<InputStream> answer, byte[] read) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String text = new String(read, StandardCharsets.UTF_8).strip();
    boolean readable = type.startsWith("text/plain") || type.startsWith("application/json");
    return readable && !text.isEmpty()
        ? ": " + text.substring(0, Math.min(200, text.length()))
        : "";
  }

  /** How long the collector wants to be left alone; otherwise as long as was planned. */
  private static Duration asked(HttpResponse<?> answer, Duration planned) {
    try {
      int seconds = Integer.parseInt(answer.headers().firstValue("Retry-After").orElse(""));
      return shorter(Duration.ofSeconds(Math.max(0, seconds)), LONGEST_PAUSE);
    } catch (NumberFormatException e) {
      // None, or a date.
      return planned;
    }
  }

  private static Duration shorter(Duration one, Duration two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  private static void sleep(Duration time, String address) throws IOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(address + ": interrupted");
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    Throwable cause = e.getCause();
    if (message == null && cause != null) {
      message = cause.getMessage();
    }
    return message == null ? "no connection" : message.toLowerCase(Locale.ROOT);
  }
}
