// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

/** Arguments that were recorded as values (simpletrace). */
public final class RecordedArguments implements Arguments {
  private final EventDeclaration declaration;
  private final int count;
  private final long[] numbers;
  private final String[] texts;

  /**
   * Values in the order of the declaration.
   *
   * @param texts null at the place of a number
   */
  public RecordedArguments(
      EventDeclaration declaration, int count, long[] numbers, String[] texts) {
    this.declaration = declaration;
    this.count = count;
    this.numbers = numbers;
    this.texts = texts;
  }

  @Override
  public String text() {
    if (declaration.format() == null || count < declaration.arguments().size()) {
      return plain();
    }
    return declaration.format().print(declaration, numbers, texts);
  }

  private String plain() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : " ").append(name(i)).append('=');
      out.append(isText(i) ? texts[i] : "0x" + Long.toHexString(numbers[i]));
    }
    return out.toString();
  }

  @Override
  public EventDeclaration declaration() {
    return declaration;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public String name(int index) {
    return index < declaration.arguments().size()
        ? declaration.arguments().get(index).name()
        : "arg" + index;
  }

  @Override
  public boolean isText(int index) {
    return texts[index] != null;
  }

  @Override
  public long number(int index) {
    return numbers[index];
  }

  @Override
  public String text(int index) {
    return texts[index];
  }
}
