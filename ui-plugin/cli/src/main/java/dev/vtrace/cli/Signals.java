// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the signals that ask the process to end, so that it may go on. The JDK has that in its
 * module {@code jdk.unsupported} only, which is used by reflection: where it is missing, signals do
 * what they did before.
 */
final class Signals implements Closeable {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  /** What the JVM did before, by signal. */
  private final Map<Object, Object> before = new LinkedHashMap<>();

  /**
   * @param asked is called at each signal, on a thread of its own
   */
  Signals(Runnable asked) {
    for (String name : NAMES) {
      try {
        Class<?> kind = Class.forName("sun.misc.Signal");
        Object signal = kind.getConstructor(String.class).newInstance(name);
        before.put(signal, handle(signal, handler(asked)));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // It ends the process, or the system was told to ignore it.
      }
    }
  }

  private static Object handler(Runnable asked) throws ClassNotFoundException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    InvocationHandler calls =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                asked.run();
                yield null;
              }
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              default -> "signals";
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Method handle = signal.getClass().getMethod("handle", signal.getClass(), type);
    return handle.invoke(null, signal, handler);
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (ReflectiveOperationException | RuntimeException e) {
            // The process is about to end.
          }
        });
  }
}
