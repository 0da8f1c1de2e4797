// SPDX-License-Identifier: Apache-2.0
// Zip archives as .vsix and .jar are: read, and copied without some of their files. Nothing is packed anew.
import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 0xffff;
const ENTRIES = 0xffff;

// Sizes are in a record after the data; here they are copied to the headers.
const SIZES_AFTER = 1 << 3;

/** The entries of an archive: name, method, sizes, and their bytes as they are packed. */
export function entries(archive) {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count === ENTRIES) {
    throw new Error("archives of 65,535 files and more are not read");
  }
  const all = [];
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (archive.readUInt32LE(at) !== CENTRAL) {
      throw new Error(`no entry at ${at}`);
    }
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.readUInt32LE(at + 20);
    all.push({
      name: archive.toString("utf8", at + 46, at + 46 + name),
      method: archive.readUInt16LE(at + 10),
      size: archive.readUInt32LE(at + 24),
      central: archive.subarray(at, at + 46 + name + extra + comment),
      local: archive.subarray(local, data),
      packed: archive.subarray(data, data + packed),
    });
    at += 46 + name + extra + comment;
  }
  return all;
}

function endOf(archive) {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - LONGEST_COMMENT); at--) {
    if (archive.readUInt32LE(at) === END) {
      return at;
    }
  }
  throw new Error("no zip archive");
}

/** The content of an entry. */
export function content({ name, method, packed }) {
  if (method === 0) {
    return packed;
  }
  if (method === 8) {
    return inflateRawSync(packed);
  }
  throw new Error(`${name} is packed in an unknown way`);
}

/** An archive with those entries only whose names are wanted. */
export function without(archive, unwanted) {
  const kept = entries(archive).filter(({ name }) => !unwanted(name));
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { central, local, packed } of kept) {
    const head = Buffer.from(local);
    const row = Buffer.from(central);
    if (head.readUInt32LE(0) !== LOCAL) {
      throw new Error("an entry without its header");
    }
    for (const [to, flags, checksum] of [
      [head, 6, 14],
      [row, 8, 16],
    ]) {
      to.writeUInt16LE(to.readUInt16LE(flags) & ~SIZES_AFTER, flags);
      central.copy(to, checksum, 16, 28);
    }
    row.writeUInt32LE(at, 42);
    parts.push(head, packed);
    directory.push(row);
    at += head.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(kept.length, 8);
  end.writeUInt16LE(kept.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
