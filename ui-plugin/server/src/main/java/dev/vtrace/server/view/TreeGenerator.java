// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonWriteContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What the exports write, as a tree of the library of the protocol: without text in between. White
 * space that is written raw between values is left out; other raw text has no place in a tree.
 */
final class TreeGenerator extends GeneratorBase {
  private final Deque<JsonElement> open = new ArrayDeque<>();
  private JsonElement root = JsonNull.INSTANCE;

  TreeGenerator() {
    super(
        0,
        null,
        new IOContext(
            StreamReadConstraints.defaults(),
            StreamWriteConstraints.defaults(),
            ErrorReportConfiguration.defaults(),
            new BufferRecycler(),
            ContentReference.unknown(),
            false));
  }

  /** The value that was written. */
  JsonElement tree() {
    return root;
  }

  private void add(JsonElement value) throws IOException {
    _verifyValueWrite("write a value");
    JsonElement parent = open.peek();
    if (parent == null) {
      root = value;
    } else if (parent instanceof JsonArray array) {
      array.add(value);
    } else {
      ((JsonObject) parent).add(_writeContext.getCurrentName(), value);
    }
  }

  @Override
  protected void _verifyValueWrite(String what) throws IOException {
    if (_writeContext.writeValue() == JsonWriteContext.STATUS_EXPECT_NAME) {
      throw new JsonGenerationException("cannot " + what + ", a name is expected", this);
    }
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    if (_writeContext.writeFieldName(name) == JsonWriteContext.STATUS_EXPECT_VALUE) {
      throw new JsonGenerationException("cannot write a name, a value is expected", this);
    }
  }

  @Override
  public void writeStartObject() throws IOException {
    JsonObject object = new JsonObject();
    add(object);
    open.push(object);
    _writeContext = _writeContext.createChildObjectContext();
  }

  @Override
  public void writeEndObject() {
    open.pop();
    _writeContext = _writeContext.getParent();
  }

  @Override
  public void writeStartArray() throws IOException {
    JsonArray array = new JsonArray();
    add(array);
    open.push(array);
    _writeContext = _writeContext.createChildArrayContext();
  }

  @Override
  public void writeEndArray() {
    open.pop();
    _writeContext = _writeContext.getParent();
  }

  @Override
  public void writeString(String text) throws IOException {
    add(text == null ? JsonNull.INSTANCE : new JsonPrimitive(text));
  }

  @Override
  public void writeString(char[] text, int offset, int length) throws IOException {
    writeString(new String(text, offset, length));
  }

  @Override
  public void writeUTF8String(byte[] text, int offset, int length) throws IOException {
    writeString(new String(text, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void writeRawUTF8String(byte[] text, int offset, int length) {
    throw new UnsupportedOperationException("raw text in a tree");
  }

  @Override
  public void writeRaw(String text) {
    if (!text.isBlank()) {
      throw new UnsupportedOperationException("raw text in a tree: " + text);
    }
  }

  @Override
  public void writeRaw(String text, int offset, int length) {
    writeRaw(text.substring(offset, offset + length));
  }

  @Override
  public void writeRaw(char[] text, int offset, int length) {
    writeRaw(new String(text, offset, length));
  }

  @Override
  public void writeRaw(char c) {
    writeRaw(String.valueOf(c));
  }

  @Override
  public void writeRaw(SerializableString text) {
    writeRaw(text.getValue());
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    byte[] part = Arrays.copyOfRange(data, offset, offset + length);
    writeString(variant.encode(part));
  }

  @Override
  public void writeNumber(int value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(long value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(BigInteger value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(double value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(float value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(BigDecimal value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNumber(String digits) throws IOException {
    add(new JsonPrimitive(new BigDecimal(digits)));
  }

  @Override
  public void writeBoolean(boolean value) throws IOException {
    add(new JsonPrimitive(value));
  }

  @Override
  public void writeNull() throws IOException {
    add(JsonNull.INSTANCE);
  }

  @Override
  public void flush() {
    // The tree is there at once.
  }

  @Override
  protected void _releaseBuffers() {
    // There are none.
  }
}
