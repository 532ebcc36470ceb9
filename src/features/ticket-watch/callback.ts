import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What ConnectWise sends; of what it holds only this is looked at, and the record itself is read again. */
const shape = z.object({
  MessageId: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\x20-\x7e]+$/),
  CompanyId: z.string(),
  Type: z.string(),
  ID: z.int().positive().max(2_147_483_647),
  Metadata: z.object({ key_url: z.string().max(2_000) }),
});

export interface TicketCallback {
  readonly messageId: string;
  readonly loginCompanyId: string;
  readonly type: string;
  readonly number: number;
  /** Where the signing key is said to be; nobody has vouched for it yet. */
  readonly keyUrl: string;
}

/** Undefined when this is no callback of ConnectWise. */
export function readCallback(body: Uint8Array): TicketCallback | undefined {
  const read = shape.safeParse(jsonOf(body));
  if (!read.success) return undefined;
  const { MessageId: messageId, CompanyId: loginCompanyId, Type: type, ID: number, Metadata } = read.data;
  return { messageId, loginCompanyId, type, number, keyUrl: Metadata.key_url };
}

/** The 32 bytes of a signature as the header has it; undefined when it is none. */
export function readSignature(header: unknown): Buffer | undefined {
  return typeof header === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(header) ? Buffer.from(header, 'base64') : undefined;
}

/** Over the body as it came: what was parsed and written again is other bytes. */
export function isSigned(body: Uint8Array, signature: Buffer, signingKey: string): boolean {
  const key = createHash('sha256').update(signingKey, 'utf8').digest();
  return timingSafeEqual(createHmac('sha256', key).update(body).digest(), signature);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
