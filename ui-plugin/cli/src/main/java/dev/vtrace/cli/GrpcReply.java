// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

/**
 * The answer to a call over gRPC.
 *
 * @param http status of HTTP
 * @param message the first message of the answer, in protobuf; nobody changes the array
 */
record GrpcReply(int http, GrpcStatus status, byte[] message) {}
