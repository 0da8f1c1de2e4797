// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.cli.OtlpRetry.OtlpBusy;
import dev.vtrace.cli.OtlpRetry.OtlpRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A collector of OpenTelemetry that is sent to over HTTP.
 *
 * <p>Source: OpenTelemetry Protocol Specification 1.3, "OTLP/HTTP": paths, retryable statuses and
 * {@code Retry-After}.
 */
final class OtlpCollector implements OtlpTransport {
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_READ = 64 << 10;

  private final URI endpoint;
  private final Map<String, String> headers;
  private final OtlpRetry retry;
  private final HttpClient client;

  /**
   * A collector; nothing is sent yet.
   *
   * @param endpoint without the path of a signal, as {@code http://collector:4318}
   * @param pause before the second try; it doubles with each
   */
  OtlpCollector(URI endpoint, Map<String, String> headers, Duration pause) {
    this.endpoint = endpoint;
    this.headers = Map.copyOf(headers);
    this.retry = new OtlpRetry(pause);
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public String send(String signal, byte[] body) throws IOException {
    String base = endpoint.toString();
    String address = (base.endsWith("/") ? base : base + "/") + "v1/" + signal;
    HttpRequest request = request(address, body);
    return retry.send(address, () -> once(request));
  }

  private String once(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] read;
    try (InputStream in = answer.body()) {
      read = in.readNBytes(MOST_READ);
    }
    if (answer.statusCode() / 100 == 2) {
      return OtlpAnswer.of(read).rejected();
    }
    String why = "status " + answer.statusCode() + text(answer, read);
    if (!RETRYABLE.contains(answer.statusCode())) {
      throw new OtlpRefusal(why);
    }
    throw new OtlpBusy(why, asked(answer));
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

  /** How long the collector wants to be left alone, null if it does not say. */
  private static @Nullable Duration asked(HttpResponse<?> answer) {
    try {
      int seconds = Integer.parseInt(answer.headers().firstValue("Retry-After").orElse(""));
      return Duration.ofSeconds(Math.max(0, seconds));
    } catch (NumberFormatException e) {
      // None, or a date.
      return null;
    }
  }
}
