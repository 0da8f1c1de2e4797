// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.AnnotationUtil;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.eclipse.lsp4j.jsonrpc.services.JsonSegment;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those methods in that a service implements. A request for another one, also one that
 * the protocol has, is answered with -32601; such a notification is passed over.
 */
final class OfferedMethods implements MessageConsumer {
  private static final String CANCEL = "$/cancelRequest";

  private final Set<String> offered = new HashSet<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final MessageConsumer inside;
  private final MessageConsumer client;

  OfferedMethods(Collection<Object> services, MessageConsumer inside, MessageConsumer client) {
    this.inside = inside;
    this.client = client;
    offered.add(CANCEL);
    services.forEach(this::add);
  }

  private void add(Object service) {
    // A service may be a part of itself, or have a part that it does not offer.
    if (service == null || !seen.add(service)) {
      return;
    }
    Class<?> type = service.getClass();
    addOf(type, type);
    AnnotationUtil.findDelegateSegments(
        type, new HashSet<>(), method -> add(part(service, method)));
  }

  /** Adds what a type implements of the methods that it, or what it inherits from, declares. */
  private void addOf(Class<?> type, Class<?> declaring) {
    for (Method method : declaring.getDeclaredMethods()) {
      String name = name(method);
      if (name != null && implemented(type, method)) {
        offered.add(name);
      }
    }
    for (Class<?> each : declaring.getInterfaces()) {
      addOf(type, each);
    }
  }

  /** The name that clients call a method by; null if they cannot. */
  private static @Nullable String name(Method method) {
    JsonRequest request = method.getAnnotation(JsonRequest.class);
    JsonNotification notification = method.getAnnotation(JsonNotification.class);
    if (request == null && notification == null) {
      return null;
    }
    String value = request != null ? request.value() : notification.value();
    boolean inSegment = request != null ? request.useSegment() : notification.useSegment();
    JsonSegment segment = method.getDeclaringClass().getAnnotation(JsonSegment.class);
    String name = value.isEmpty() ? method.getName() : value;
    return inSegment && segment != null ? segment.value() + "/" + name : name;
  }

  /** An interface's own body of a method is none: it says that there is no such thing. */
  private static boolean implemented(Class<?> type, Method declared) {
    try {
      Class<?>[] parameters = declared.getParameterTypes();
      return !type.getMethod(declared.getName(), parameters).isDefault();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Object part(Object service, Method method) {
    try {
      return method.invoke(service);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(method.getName(), e);
    }
  }

  @Override
  public void consume(Message message) {
    if (message instanceof RequestMessage request && !offered.contains(request.getMethod())) {
      ResponseMessage reply = new ResponseMessage();
      reply.setRawId(request.getRawId());
      reply.setError(
          new ResponseError(
              ResponseErrorCode.MethodNotFound, "the server has no " + request.getMethod(), null));
      client.consume(reply);
    } else if (!(message instanceof NotificationMessage notification)
        || offered.contains(notification.getMethod())) {
      inside.consume(message);
    }
  }
}
