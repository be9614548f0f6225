import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** Credentials as Node-RED keeps them in its file. */
export interface EncryptedCredentials {
  /** 16 bytes of initial vector in hexadecimal, then JSON encrypted by AES-256 in counter mode, in base64. */
  readonly $: string;
}

/** No credentials at all, encrypted: before any node has some, Node-RED else warns at each start that they are missing. */
export function emptyCredentials(secret: string): EncryptedCredentials {
  const vector = randomBytes(16);
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(secret).digest(), vector);
  return { $: vector.toString('hex') + cipher.update('{}', 'utf8', 'base64') + cipher.final('base64') };
}
