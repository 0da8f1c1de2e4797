// SPDX-License-Identifier: Apache-2.0
// Tells by the first bytes of a file whether it belongs to a recorded migration. This is a cheap guess
// that spares a start of Java in folders that have nothing to do with it; the server decides.
import * as fs from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

export type Guess = "trace" | "stream" | "messages" | "capture" | "packed" | undefined;

const HEAD = 16 << 10;

// migration/qemu-file: every stream begins with QEMU_VM_FILE_MAGIC.
const STREAM_MAGIC = Buffer.from("QEVM");
// libvirt's save images have a header of their own before it.
const LIBVIRT_MAGIC = Buffer.from("LibvirtQemud");
// simpletrace: the id of no event, all ones, then the magic, both in the byte order of the host.
const SIMPLETRACE_ID = Buffer.alloc(8, 0xff);
const SIMPLETRACE_MAGIC = 0xf2b177cb0aa429b4n;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const XZ_MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const PCAPNG_MAGIC = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]);
const ZIP_MAGIC = Buffer.from("PK\u0003\u0004");

const EVENT = /^(?:\S+Z |\d+@\d+\.\d+:)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?: |$)/;
const OURS = /^(?:vhost|migrat|savevm|loadvm|vmstate|qemu_file|qemu_loadvm|qemu_savevm|virtio)_/;

/** True for text that has lines of QEMU's log of trace events about devices or migration. */
export function isTraceLog(text: string): boolean {
  let events = 0;
  let ours = 0;
  for (const line of text.split("\n", 200)) {
    const event = EVENT.exec(line)?.[1];
    if (event) {
      events++;
      ours += OURS.test(event) ? 1 : 0;
    }
  }
  return ours > 0 && events > 1;
}

/** What a file with these first bytes may be. */
export function guess(head: Buffer): Guess {
  const begins = (magic: Buffer) => head.subarray(0, magic.length).equals(magic);
  if (begins(STREAM_MAGIC) || begins(LIBVIRT_MAGIC)) {
    return "stream";
  }
  if (begins(SIMPLETRACE_ID) && head.length >= 16 && isSimpletrace(head)) {
    return "trace";
  }
  if (begins(PCAPNG_MAGIC)) {
    return "messages";
  }
  if (begins(GZIP_MAGIC)) {
    return guess(unpacked(head)) ?? "packed";
  }
  if (begins(XZ_MAGIC) || begins(ZSTD_MAGIC)) {
    return "packed";
  }
  if (begins(ZIP_MAGIC)) {
    return "capture";
  }
  return guessText(head.toString("latin1"));
}

function isSimpletrace(head: Buffer): boolean {
  return [head.readBigUInt64LE(8), head.readBigUInt64BE(8)].includes(SIMPLETRACE_MAGIC);
}

function guessText(text: string): Guess {
  if (text.includes("vtrace-capture/")) {
    return "capture";
  }
  if (text.startsWith("{") && /"t_ns"|"QMP"/.test(text.slice(0, 2000))) {
    return "messages";
  }
  return isTraceLog(text) ? "trace" : undefined;
}

function unpacked(head: Buffer): Buffer {
  try {
    // The end of the data is missing, which is no error with this flag.
    const whole = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: HEAD * 1100 });
    return whole.subarray(0, HEAD);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Guesses by the beginning of a file; a file that cannot be read is nothing. */
export async function guessFile(file: string): Promise<Guess> {
  let handle: fs.FileHandle | undefined;
  try {
    // Of a FIFO or a device there may never be a first byte.
    if (!(await fs.stat(file)).isFile()) {
      return undefined;
    }
    handle = await fs.open(file, "r");
    const head = Buffer.alloc(HEAD);
    const { bytesRead } = await handle.read(head, 0, HEAD, 0);
    return guess(head.subarray(0, bytesRead));
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}
