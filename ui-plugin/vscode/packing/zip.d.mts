// SPDX-License-Identifier: Apache-2.0
export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  readonly packed: Buffer;
}
export function entries(archive: Buffer): Entry[];
export function content(entry: Entry): Buffer;
export function without(archive: Buffer, unwanted: (name: string) => boolean): Buffer;
