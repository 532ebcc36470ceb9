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
    versionNumber: z.string(),
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
    mergedCompanies: z.enum(['gone', 'marked']),
    defaultBoardId: z.int().nullable(),
    ticketContact: z.enum(['none', 'company']),
    closedFlagFilter: z.enum(['right', 'unreliable']),
    managedDeviceApi: z.boolean(),
    documentBytes: z.int().min(0),
  })
  .partial();

export const keysRequest = z.strictObject({
  publicKey: z.string().min(1),
  privateKey: z.string().min(1),
  member: z.string().default('psabridge'),
});

export const periodRequest = z.strictObject({ from: z.iso.date(), to: z.iso.date() });
export const quantityRequest = z.strictObject({ quantity: z.number() });
export const endRequest = z.strictObject({ day: z.iso.date().optional() });

export const recordFields = z.record(z.string(), z.json());

export const ownerRequest = z.strictObject({ member: z.string().nullable() });
export const boardRequest = z.union([z.strictObject({ id: z.int() }), z.strictObject({ name: z.string() })]);
export const noteRequest = z.strictObject({
  text: z.string(),
  kind: z.enum(['discussion', 'internal', 'resolution']).optional(),
});
export const timeRequest = z.strictObject({ hours: z.number().positive(), notes: z.string().optional() });
export const mergeRequest = z.strictObject({ into: z.int() });
