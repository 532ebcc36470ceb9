import { z } from 'zod';

const level = z.enum(['None', 'My', 'All']);
const levels = z.strictObject({ add: level, edit: level, delete: level, inquire: level }).partial();

/** The bodies of the control addresses. */
export const permissionsRequest = z.strictObject({
  /** Levels for every function, set before the single ones. */
  all: levels.optional(),
  functions: z.record(z.string(), levels).optional(),
  customizeItems: z.array(z.string()).optional(),
  mySecurity: z.enum(['available', 'forbidden', 'missing']).optional(),
});

export const clockRequest = z.union([
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ reset: z.literal(true) }),
]);

export const settingsRequest = z
  .strictObject({
    codebase: z.string().regex(/^v\w+$/),
    version: z
      .string()
      .regex(/^\d{4}\.\d{1,2}$/)
      .nullable(),
    cloud: z.boolean(),
    isCloudAsText: z.boolean(),
    siteUrl: z.string().nullable(),
    loginCompanyId: z.string().min(1),
    clientIds: z.array(z.string()),
    clientIdStatus: z.union([z.literal(400), z.literal(401), z.literal(403)]),
    unauthorizedCode: z.enum(['ConnectWiseApi', 'Unauthorized']),
    versionlessHidesKeys: z.boolean(),
    sslRequired: z.boolean(),
    urlLimit: z.int().min(100),
    likeDialect: z.enum(['stars', 'sql']),
  })
  .partial();

export const keysRequest = z.strictObject({
  publicKey: z.string().min(1),
  privateKey: z.string().min(1),
  member: z.string().default('psabridge'),
});

export const companyFields = z.record(z.string(), z.json());
