/** What buildtools/offline.py writes before the service worker: files by path, with their hashes. */
declare const KEPT: { build: string; app: string; files: Record<string, string> };
