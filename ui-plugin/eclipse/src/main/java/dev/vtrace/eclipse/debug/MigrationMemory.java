// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.VtracePlugin;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IMemoryBlockExtension;
import org.eclipse.debug.core.model.IMemoryBlockRetrieval;
import org.eclipse.debug.core.model.MemoryByte;
import org.eclipse.lsp4j.debug.ReadMemoryArguments;
import org.eclipse.lsp4j.debug.ReadMemoryResponse;

/**
 * The bytes of a message or of a stream, for the platform's view of memory. An address is an offset
 * in the message, from its header on, or in the stream. The bytes are read when they are seen.
 */
public final class MigrationMemory extends MigrationElement implements IMemoryBlockExtension {
  private static final int PROBE = 1 << 14;
  private static final int ADDRESS_BYTES = 8;
  private static final int HEX = 16;
  private static final String STEP = "step";

  private final String name;
  private final String reference;
  private final BigInteger base;
  private final BigInteger last;

  private MigrationMemory(
      MigrationTarget target, String name, String reference, BigInteger base, BigInteger last) {
    super(target);
    this.name = name;
    this.reference = reference;
    this.base = base;
    this.last = last;
  }

  /**
   * Asks the adapter where the bytes begin. It must not be called in the thread of the user
   * interface.
   *
   * @param name what people call them
   * @param reference what the adapter calls them
   */
  static MigrationMemory of(MigrationTarget target, String name, String reference)
      throws DebugException {
    ReadMemoryResponse first = read(target, reference, 0, PROBE);
    BigInteger base = new BigInteger(first.getAddress().replaceFirst("^0x", ""), HEX);
    int bytes = decoded(first).length;
    BigInteger end = base.add(BigInteger.valueOf(bytes - 1L));
    return new MigrationMemory(target, name, reference, base, bytes < PROBE ? end : null);
  }

  /**
   * The bytes of the step of a frame, which is called {@code step}, or of a watch expression there.
   *
   * @throws DebugException if it has none
   */
  static MigrationMemory watched(MigrationTarget target, String expression, Object context)
      throws DebugException {
    if (!(context instanceof MigrationFrame frame)) {
      throw new DebugException(VtracePlugin.status("Select a frame first", null));
    }
    String reference =
        expression.equals(STEP)
            ? frame.memory()
            : target.get(WatchedExpression.evaluate(frame, expression)).getMemoryReference();
    if (reference == null) {
      String what = expression + " has no bytes; choose Show Bytes on a step or variable";
      throw new DebugException(VtracePlugin.status(what, null));
    }
    return of(target, expression, reference);
  }

  private static ReadMemoryResponse read(
      MigrationTarget target, String reference, int offset, int count) throws DebugException {
    ReadMemoryArguments arguments = new ReadMemoryArguments();
    arguments.setMemoryReference(reference);
    arguments.setOffset(offset);
    arguments.setCount(count);
    return target.get(target.requests().readMemory(arguments));
  }

  private static byte[] decoded(ReadMemoryResponse answer) {
    return answer.getData() == null ? new byte[0] : Base64.getDecoder().decode(answer.getData());
  }

  @Override
  public MemoryByte[] getBytesFromAddress(BigInteger address, long units) throws DebugException {
    MemoryByte[] out = new MemoryByte[(int) Math.min(PROBE, Math.max(0, units))];
    Arrays.setAll(out, i -> new MemoryByte((byte) 0, (byte) 0));
    BigInteger offset = address.subtract(base);
    // The protocol counts from the reference in 32 bits.
    if (address.signum() >= 0 && offset.bitLength() < Integer.SIZE) {
      byte[] bytes = decoded(read(migration(), reference, offset.intValue(), out.length));
      for (int i = 0; i < Math.min(bytes.length, out.length); i++) {
        out[i] = new MemoryByte(bytes[i], MemoryByte.READABLE);
      }
    }
    return out;
  }

  @Override
  public MemoryByte[] getBytesFromOffset(BigInteger offset, long units) throws DebugException {
    return getBytesFromAddress(base.add(offset), units);
  }

  @Override
  public byte[] getBytes() throws DebugException {
    return decoded(read(migration(), reference, 0, PROBE));
  }

  @Override
  public String getExpression() {
    return name;
  }

  @Override
  public BigInteger getBigBaseAddress() {
    return base;
  }

  @Override
  public BigInteger getMemoryBlockStartAddress() {
    return BigInteger.ZERO;
  }

  /** The last address; null where the bytes go on for long. */
  @Override
  public BigInteger getMemoryBlockEndAddress() {
    return last;
  }

  @Override
  public BigInteger getBigLength() {
    return last == null ? BigInteger.valueOf(-1) : last.add(BigInteger.ONE);
  }

  @Override
  public long getStartAddress() {
    return base.longValue();
  }

  @Override
  public long getLength() {
    return getBigLength().longValue();
  }

  @Override
  public int getAddressSize() {
    return ADDRESS_BYTES;
  }

  @Override
  public int getAddressableSize() {
    return 1;
  }

  @Override
  public IMemoryBlockRetrieval getMemoryBlockRetrieval() {
    return migration();
  }

  @Override
  public boolean supportBaseAddressModification() {
    return false;
  }

  @Override
  public boolean supportsChangeManagement() {
    return false;
  }

  @Override
  public boolean supportsValueModification() {
    return false;
  }

  @Override
  public void setBaseAddress(BigInteger address) throws DebugException {
    throw unchangeable();
  }

  @Override
  public void setValue(BigInteger offset, byte[] bytes) throws DebugException {
    throw unchangeable();
  }

  @Override
  public void setValue(long offset, byte[] bytes) throws DebugException {
    throw unchangeable();
  }

  /** Nothing that was recorded can be changed. */
  static DebugException unchangeable() {
    return new DebugException(VtracePlugin.status("What was recorded cannot be changed", null));
  }

  @Override
  public void connect(Object client) {
    // What was recorded does not change: nobody has to be told.
  }

  @Override
  public void disconnect(Object client) {
    // The same.
  }

  @Override
  public Object[] getConnections() {
    return new Object[0];
  }

  @Override
  public void dispose() {
    // The adapter holds the bytes.
  }
}
