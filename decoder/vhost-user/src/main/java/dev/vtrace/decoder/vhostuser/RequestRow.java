// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.util.EnumSet;
import java.util.Set;

/** The columns of a row of {@link Request}, each with what most requests have. */
final class RequestRow {
  final Channel channel;
  final Payload request;
  Payload reply = Payload.ACK;
  ReplyRule rule = ReplyRule.ACK;
  FdRule requestFds = FdRule.NONE;
  FdKind requestKind = FdKind.ANY;
  FdRule replyFds = FdRule.NONE;
  FdKind replyKind = FdKind.ANY;
  Effect effect = Effect.NONE;
  RequestStage home = RequestStage.OTHER;
  Set<RequestStage> stages = Set.of();
  String needs = "";
  String since = "";
  String alias = "";
  boolean awaited;
  boolean drains;
  boolean alwaysNeedsReply;
  boolean outdated;

  private RequestRow(Channel channel, Payload request) {
    this.channel = channel;
    this.request = request;
  }

  /** A request of the front-end. */
  static RequestRow asks(Payload request) {
    return new RequestRow(Channel.MAIN, request);
  }

  /** A request of the back-end. */
  static RequestRow backend(Payload request) {
    return new RequestRow(Channel.BACKEND, request);
  }

  RequestRow answered(Payload reply) {
    return answered(ReplyRule.ALWAYS, reply);
  }

  RequestRow answered(ReplyRule rule, Payload reply) {
    this.rule = rule;
    this.reply = reply;
    return this;
  }

  RequestRow fds(FdRule count, FdKind kind) {
    requestFds = count;
    requestKind = kind;
    return this;
  }

  RequestRow replyFds(FdRule count, FdKind kind) {
    replyFds = count;
    replyKind = kind;
    return this;
  }

  RequestRow does(Effect effect) {
    this.effect = effect;
    return this;
  }

  /** What it is sent for where nothing else tells, and what it may be part of too. */
  RequestRow at(RequestStage home, RequestStage... others) {
    this.home = home;
    stages = EnumSet.of(home, others);
    return this;
  }

  RequestRow needs(String feature) {
    needs = feature;
    return this;
  }

  RequestRow since(String version) {
    since = version;
    return this;
  }

  RequestRow formerly(String name) {
    alias = name;
    return this;
  }

  /** QEMU waits until it is done: without REPLY_ACK by a GET_FEATURES after it. */
  RequestRow awaited() {
    awaited = true;
    return this;
  }

  /** The reply comes when what the ring has in flight is done. */
  RequestRow drains() {
    drains = true;
    return this;
  }

  /** QEMU 10.2.2 sets need_reply on it whatever was negotiated. */
  RequestRow alwaysNeedsReply() {
    alwaysNeedsReply = true;
    return this;
  }

  RequestRow outdated() {
    outdated = true;
    return this;
  }
}
