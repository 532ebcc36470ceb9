import { z } from 'zod';
import { type ActorRow, toActor } from '../../shared/caller.js';
import { FailureCode } from '../../shared/failure.js';
import type { JobId } from '../../shared/ids.js';
import { type Job, JobCounter, type JobKind, JobStatus } from './job.js';

const failureShape = z.object({ code: z.enum(FailureCode), message: z.string() });
const countsShape = z.partialRecord(z.enum(JobCounter), z.int());

/** The read door's columns under the names that the write door gives them. */
export const JOB_COLUMNS = [
  ...(['id', 'kind', 'status', 'input', 'state', 'done', 'total', 'result', 'errors'] as const),
  ...(['actor_kind as actorKind', 'actor_id as actorId', 'actor_name as actorName'] as const),
  ...(['actor_subject as actorSubject', 'waits_for as waitsFor'] as const),
  ...(['failure_code as failureCode', 'failure_message as failureMessage', 'created_at as createdAt'] as const),
  ...(['started_at as startedAt', 'finished_at as finishedAt', 'cancel_requested_at as cancelRequestedAt'] as const),
] as const;

interface JobRow extends ActorRow {
  readonly id: string;
  readonly kind: JobKind;
  readonly status: JobStatus;
  readonly input: unknown;
  readonly state: unknown;
  readonly done: number;
  readonly total: number | null;
  readonly result: unknown;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly waitsFor: string | null;
  readonly errors: number;
  readonly cancelRequestedAt: Date | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id as JobId,
    kind: row.kind,
    status: row.status,
    actor: toActor(row),
    input: row.input,
    state: row.state ?? undefined,
    done: row.done,
    total: row.total ?? undefined,
    counts: countsShape.parse(row.result ?? {}),
    failure:
      row.failureCode === null ? undefined : failureShape.parse({ code: row.failureCode, message: row.failureMessage }),
    waitsFor: row.waitsFor ?? undefined,
    errors: row.errors,
    cancelRequestedAt: row.cancelRequestedAt ?? undefined,
    createdAt: row.createdAt,
    startedAt: row.startedAt ?? undefined,
    finishedAt: row.finishedAt ?? undefined,
  };
}
