// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Puts the answer to a call together. Its status stands in the trailers, or in the headers. */
final class GrpcReplyReader implements AsyncResponseConsumer<GrpcReply> {
  private static final int MOST_READ = 64 << 10;
  private static final int FRAME_HEAD = 5;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int http;
  private @Nullable String code;
  private @Nullable String message;
  private @Nullable String details;
  private @Nullable FutureCallback<GrpcReply> done;

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<GrpcReply> callback) {
    http = response.getCode();
    done = callback;
    for (Header header : response.getHeaders()) {
      take(header);
    }
    if (entity == null) {
      finish();
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void failed(Exception cause) {
    if (done != null) {
      done.failed(cause);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer source) {
    byte[] bytes = new byte[Math.min(source.remaining(), MOST_READ - body.size())];
    source.get(bytes);
    source.position(source.limit());
    body.writeBytes(bytes);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    if (trailers != null) {
      trailers.forEach(this::take);
    }
    finish();
  }

  @Override
  public void releaseResources() {}

  private void take(Header header) {
    switch (header.getName()) {
      case "grpc-status" -> code = header.getValue();
      case "grpc-message" -> message = header.getValue();
      case "grpc-status-details-bin" -> details = header.getValue();
      default -> {}
    }
  }

  private void finish() {
    if (done != null) {
      done.completed(new GrpcReply(http, GrpcStatus.of(code, message, details), first()));
    }
  }

  /** The first message, if it is not compressed. */
  private byte[] first() {
    byte[] bytes = body.toByteArray();
    if (bytes.length < FRAME_HEAD || bytes[0] != 0) {
      return new byte[0];
    }
    int length = ByteBuffer.wrap(bytes).getInt(1);
    boolean there = length >= 0 && length <= bytes.length - FRAME_HEAD;
    return there ? Arrays.copyOfRange(bytes, FRAME_HEAD, FRAME_HEAD + length) : new byte[0];
  }
}
