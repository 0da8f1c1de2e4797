// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.cli.OtlpRetry.OtlpBusy;
import dev.vtrace.cli.OtlpRetry.OtlpRefusal;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequester;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequesterBootstrap;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * A collector of OpenTelemetry that is sent to over gRPC.
 *
 * <p>Sources: OpenTelemetry Protocol Specification 1.3, "OTLP/gRPC": services and retryable codes;
 * "gRPC over HTTP2" for headers, frames and trailers.
 */
final class OtlpGrpcCollector implements OtlpTransport {
  private static final Map<String, String> SERVICES =
      Map.of(
          "traces", "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
          "metrics", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");

  private static final ContentType GRPC = ContentType.create("application/grpc");
  private static final Set<Integer> RETRYABLE_HTTP = Set.of(429, 502, 503, 504);
  private static final Timeout PATIENCE = Timeout.ofSeconds(30);
  private static final int FRAME_HEAD = 5;
  private static final int DEFAULT_PORT = 4317;

  private final HttpHost host;
  private final String address;
  private final Map<String, String> headers;
  private final OtlpRetry retry;
  private final H2MultiplexingRequester requester;

  /**
   * A collector; nothing is sent yet.
   *
   * @param endpoint of scheme {@code grpc} or {@code http}, or with TLS {@code grpcs} or {@code
   *     https}
   * @param pause before the second try; it doubles with each
   */
  OtlpGrpcCollector(URI endpoint, Map<String, String> headers, Duration pause) {
    boolean secure = endpoint.getScheme().endsWith("s");
    int port = endpoint.getPort() < 0 ? DEFAULT_PORT : endpoint.getPort();
    this.host = new HttpHost(secure ? "https" : "http", endpoint.getHost(), port);
    this.address = endpoint.toString();
    this.headers = Map.copyOf(headers);
    this.retry = new OtlpRetry(pause);
    this.requester =
        H2MultiplexingRequesterBootstrap.bootstrap()
            .setIOReactorConfig(
                IOReactorConfig.custom().setIoThreadCount(1).setSoTimeout(PATIENCE).build())
            .setH2Config(H2Config.custom().setPushEnabled(false).build())
            // The usual one would wait for "100 Continue", which servers of gRPC do not send.
            .setHttpProcessor(HttpProcessorBuilder.create().build())
            .create();
    requester.start();
  }

  @Override
  public String send(String signal, byte[] body) throws IOException {
    return retry.send(address + " (" + signal + ")", () -> once(signal, body));
  }

  private String once(String signal, byte[] body) throws IOException, InterruptedException {
    byte[] frame =
        ByteBuffer.allocate(FRAME_HEAD + body.length)
            .put((byte) 0)
            .putInt(body.length)
            .put(body)
            .array();
    AsyncRequestBuilder request =
        AsyncRequestBuilder.post()
            .setHttpHost(host)
            .setPath(SERVICES.get(signal))
            .addHeader("content-type", GRPC.getMimeType())
            .addHeader("te", "trailers")
            .addHeader("user-agent", "vtrace")
            .setEntity(AsyncEntityProducers.create(frame, GRPC));
    headers.forEach(request::setHeader);
    Future<GrpcReply> future =
        requester.execute(request.build(), new GrpcReplyReader(), PATIENCE, null);
    GrpcReply reply;
    try {
      reply = future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new OtlpBusy("no answer within " + PATIENCE.toSeconds() + " s", null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
    }
    if (reply.http() != 200) {
      String why = "status " + reply.http() + " of HTTP";
      throw RETRYABLE_HTTP.contains(reply.http()) ? new OtlpBusy(why, null) : new OtlpRefusal(why);
    }
    GrpcStatus status = reply.status();
    if (status.retryable()) {
      throw new OtlpBusy(status.words(), status.asked());
    } else if (!status.ok()) {
      throw new OtlpRefusal(status.words());
    }
    return OtlpAnswer.of(reply.message()).rejected();
  }

  @Override
  public void close() {
    requester.close(CloseMode.IMMEDIATE);
  }
}
