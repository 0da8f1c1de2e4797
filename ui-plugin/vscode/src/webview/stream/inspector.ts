// SPDX-License-Identifier: Apache-2.0
// The bytes at the cursor as numbers of each size, in both orders, and as bits and text.
import { byId, element } from "../host";

export interface Reading {
  readonly name: string;
  /** Big-endian, as most of a stream is. */
  readonly big: string;
  readonly little: string;
}

const KINDS: readonly [string, number, (view: DataView, little: boolean) => string][] = [
  ["u16", 2, (view, little) => String(view.getUint16(0, little))],
  ["i16", 2, (view, little) => String(view.getInt16(0, little))],
  ["u32", 4, (view, little) => String(view.getUint32(0, little))],
  ["i32", 4, (view, little) => String(view.getInt32(0, little))],
  ["u64", 8, (view, little) => String(view.getBigUint64(0, little))],
  ["i64", 8, (view, little) => String(view.getBigInt64(0, little))],
  ["hex 64", 8, (view, little) => `0x${view.getBigUint64(0, little).toString(16)}`],
  ["f32", 4, (view, little) => view.getFloat32(0, little).toPrecision(7)],
  ["f64", 8, (view, little) => view.getFloat64(0, little).toPrecision(15)],
];

/** As many bytes as any of them needs. */
export const LONGEST = 8;

/** What the bytes say, of those kinds that enough of them are there for. */
export function readings(bytes: Uint8Array): Reading[] {
  const [first] = bytes;
  if (first === undefined) {
    return [];
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const same = (name: string, value: string): Reading => ({ name, big: value, little: value });
  return [
    same("u8", String(first)),
    same("i8", String(view.getInt8(0))),
    same("bits", first.toString(2).padStart(8, "0")),
    ...KINDS.filter(([, size]) => size <= bytes.length).map(([name, , read]) => ({
      name,
      big: read(view, false),
      little: read(view, true),
    })),
  ];
}

export function showInspector(offset: number, bytes: Uint8Array): void {
  byId("inspected").textContent = `Byte ${offset} (0x${offset.toString(16)})`;
  const body = byId("readings");
  body.replaceChildren();
  for (const { name, big, little } of readings(bytes)) {
    const row = element("tr", "", body);
    element("th", name, row).scope = "row";
    const value = element("td", big, row);
    if (big === little) {
      value.colSpan = 2;
    } else {
      element("td", little, row);
    }
  }
}
