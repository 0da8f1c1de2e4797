// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Mapped bytes with what unmaps them. Java has had a supported way only since 22; what works in 17
 * prints a warning since 24. Both are reached by reflection, which keeps this library runnable on
 * either and costs nothing where no file is mapped.
 */
record Mapping(ByteBuffer bytes, @Nullable Object owner) {
  private static final int FIRST_WITH_ARENAS = 22;
  private static final Api API =
      Runtime.version().feature() >= FIRST_WITH_ARENAS ? Api.arena() : Api.unsafe();

  /**
   * How to map and unmap.
   *
   * @param ofConfined makes an arena; null for the old way
   * @param map maps into an arena; null for the old way
   * @param asByteBuffer the bytes of what was mapped; null for the old way
   * @param release closes the arena, or unmaps a buffer; null if neither way is there
   * @param instance what to call the old way on; null for the new one
   */
  private record Api(
      @Nullable Method ofConfined,
      @Nullable Method map,
      @Nullable Method asByteBuffer,
      @Nullable Method release,
      @Nullable Object instance) {

    static Api arena() {
      try {
        Class<?> arena = Class.forName("java.lang.foreign.Arena");
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        return new Api(
            arena.getMethod("ofConfined"),
            FileChannel.class.getMethod(
                "map", FileChannel.MapMode.class, long.class, long.class, arena),
            segment.getMethod("asByteBuffer"),
            arena.getMethod("close"),
            null);
      } catch (ReflectiveOperationException e) {
        return unsafe();
      }
    }

    static Api unsafe() {
      try {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Method release = unsafe.getMethod("invokeCleaner", ByteBuffer.class);
        return new Api(null, null, null, release, instance.get(null));
      } catch (ReflectiveOperationException | RuntimeException e) {
        return new Api(null, null, null, null, null);
      }
    }
  }

  /** Maps a part of a file for reading. */
  static Mapping of(FileChannel channel, long offset, long length) throws IOException {
    FileChannel.MapMode mode = FileChannel.MapMode.READ_ONLY;
    if (API.map() == null) {
      return new Mapping(channel.map(mode, offset, length), null);
    }
    try {
      Object arena = requireNonNull(API.ofConfined()).invoke(null);
      Object segment = API.map().invoke(channel, mode, offset, length, arena);
      return new Mapping((ByteBuffer) requireNonNull(API.asByteBuffer()).invoke(segment), arena);
    } catch (InvocationTargetException e) {
      throw new IOException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  /** Gives the memory back; the bytes must no longer be used. */
  void unmap() {
    if (API.release() == null) {
      // The collector does it later.
      return;
    }
    try {
      if (owner != null) {
        API.release().invoke(owner);
      } else {
        inAnotherThread();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Where the file became shorter while it was read, the JVM tells the thread that read so by an
   * error some time later. An error within the release of a buffer ends the process, so another
   * thread does it.
   */
  private void inAnotherThread() {
    Thread release =
        new Thread("vtrace-unmap") {
          @Override
          public void run() {
            try {
              requireNonNull(API.release()).invoke(API.instance(), bytes);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    release.setDaemon(true);
    release.start();
    boolean interrupted = false;
    while (release.isAlive()) {
      try {
        release.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
