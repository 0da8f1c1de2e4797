// SPDX-License-Identifier: Apache-2.0
export const PLATFORMS: Readonly<Record<string, { readonly jna: string; readonly zstd: string }>>;
export function isForeign(name: string, platform: string): boolean;
