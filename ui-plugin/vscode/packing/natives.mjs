// SPDX-License-Identifier: Apache-2.0
// Which files of the server's jar are libraries of one system.
const JNA = /^com\/sun\/jna\/([a-z0-9]+-[a-z0-9-]+)\//;
const ZSTD = /^((?:aix|darwin|freebsd|linux|win)\/[a-z0-9_]+)\//;

/** Systems that there are packages for, by the names that vsce has for them. */
export const PLATFORMS = {
  "linux-x64": { jna: "linux-x86-64", zstd: "linux/amd64" },
  "linux-arm64": { jna: "linux-aarch64", zstd: "linux/aarch64" },
  "linux-armhf": { jna: "linux-arm", zstd: "linux/arm" },
  "darwin-x64": { jna: "darwin-x86-64", zstd: "darwin/x86_64" },
  "darwin-arm64": { jna: "darwin-aarch64", zstd: "darwin/aarch64" },
  "win32-x64": { jna: "win32-x86-64", zstd: "win/amd64" },
  "win32-arm64": { jna: "win32-aarch64", zstd: "win/aarch64" },
};

/** Whether a file is a library that a system does not load. */
export function isForeign(name, platform) {
  const { jna, zstd } = PLATFORMS[platform];
  const library = JNA.exec(name)?.[1];
  const packer = ZSTD.exec(name)?.[1];
  return (library !== undefined && library !== jna) || (packer !== undefined && packer !== zstd);
}
