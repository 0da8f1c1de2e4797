// SPDX-License-Identifier: Apache-2.0
// What people type for a position, and for bytes.

/** A position in bytes: 245589, 0x3bf55, 3bf55h, and 3bf55 as well, since it is no decimal number; else undefined. */
export function parseOffset(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[_,\s]/g, "")
    .toLowerCase();
  const decimal = /^\d+$/.exec(plain);
  const hex = /^(?:0x)?([0-9a-f]+)h?$/.exec(plain);
  const value = decimal ? Number(plain) : hex ? parseInt(hex[1]!, 16) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Bytes as hexadecimal digits: of "0a 0b" or 0a0b, or of a text in quotes; undefined if it is neither. */
export function parseBytes(text: string): string | undefined {
  const quoted = /^"(.+)"$/.exec(text.trim());
  if (quoted) {
    return [...new TextEncoder().encode(quoted[1])].map(twoDigits).join("");
  }
  const digits = text.replace(/0x|[\s,]/gi, "").toLowerCase();
  return /^(?:[0-9a-f]{2})+$/.test(digits) ? digits : undefined;
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
