import { createHash } from 'node:crypto';

/** What is known of a published file, in hex; where nothing is, its length has to do. */
export interface Checksums {
  /** Of the uncompressed content. */
  readonly sha256?: string;
  /** Of the uncompressed content, where its publishers give no sha256. */
  readonly md5?: string;
  /** Of the file as it is served, still packed. */
  readonly packedMd5?: string;
  /** Size of the uncompressed content, in bytes; of an archive at most. */
  readonly bytes: number;
}

/** How one tells that a file is the published one. */
export interface Expected {
  /** `sha256`, `md5`, `md5 of the packed file` or `bytes`. */
  readonly kind: string;
  readonly value: string;
  /** The same of a file that is here. */
  of(content: Uint8Array, packed: Uint8Array): string;
}

/** By what a file is known. */
export function expectedOf({ sha256, md5, packedMd5, bytes }: Checksums): Expected {
  if (sha256 !== undefined)
    return { kind: 'sha256', value: sha256, of: (content) => hash('sha256', content) };
  if (md5 !== undefined) return { kind: 'md5', value: md5, of: (content) => hash('md5', content) };
  if (packedMd5 !== undefined)
    return { kind: 'md5 of the packed file', value: packedMd5, of: (_, packed) => hash('md5', packed) };
  return { kind: 'bytes', value: String(bytes), of: ({ length }) => String(length) };
}

/** Whether a file's content is the published one, as far as is known. */
export function isPublished(file: Checksums, content: Uint8Array, packed = content): boolean {
  // Of what is unpacked already a checksum of the packed file says nothing.
  const { packedMd5: _, ...unpacked } = file;
  const expected = expectedOf(packed === content ? unpacked : file);
  return expected.of(content, packed) === expected.value;
}

const hash = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');
