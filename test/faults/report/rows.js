/** What the server promises (P) and which faults it stands (F), as docs/reliability.md tells it: one row each, by id. */
export const ROWS = [
  ['P1', 'steady load', '50 callers, 60 s: at least 500 requests/s, p99 at most 250 ms, 0 errors'],
  ['P2', 'burst', '500 callers, 10 s: answers of 200, 429 or 503 with Retry-After, nothing else; 5 s later as before'],
  ['P3', 'memory', 'after 10 min of P1 at most 350 MB, and at most 20 % above the value after minute 2'],
  ['P4', 'event loop', 'delay p99 at most 100 ms under P1 and under bad input; an ordinary caller waits at most 1 s'],
  ['P5', 'bad input', 'at least 500 inputs, each refused in at most 1 s; no 5xx, nothing told of what is inside'],
  ['P6', 'slow clients', '150 connections that dribble or say nothing are closed within 20 s; others notice nothing'],
  [
    'P7',
    'nothing acknowledged is lost',
    '3 kills of PostgreSQL and 20 of the server under load: 0 of 5,000 writes lost',
  ],
  ['P8', 'jobs: once in effect', '600 jobs, 20 kills: 0 lost, 0 doubled; what a dead worker left goes on within 90 s'],
  [
    'P9',
    'long outage of ConnectWise',
    '24 h of errors: 0 jobs lost; work goes on within 60 s of its return, at the pace',
  ],
  [
    'P10',
    'interactive calls are bounded',
    'a test of the connection answers in at most 15 s; with the breaker open in 100 ms',
  ],
  [
    'P11',
    'callbacks',
    '100/s for 60 s, each 1-5 times and in any order: answered within 1 s, 0 lost, each applied once',
  ],
  ['P12', 'concurrent edits', '100 saves of one version: 1 wins, 99 conflicts; 50 creates of one mapping: 1 row'],
  [
    'P13',
    'secrets stay secret',
    'canaries in every secret field: found 0 times, in answers, logs, metrics, jobs and a dump',
  ],
  ['P14', 'tampering is seen', 'every changed bit, truncation and move of a sealed value is refused'],
  [
    'P15',
    'key rotation without a stop',
    '10,000 values rotated while read: 0 failed reads, none needs the old key afterwards',
  ],
  ['P16', 'no one gets in', 'every operation by no, bad, expired, foreign and too low tokens: 0 data, 0 effects'],
  [
    'P17',
    'start and stop',
    'ready within 5 s; wrong configuration told whole; stopped within 10 s, no request cut off',
  ],
  ['P18', 'restore', 'dump and key on an empty machine: all credentials open, all jobs go on'],
  ['F1', 'ConnectWise refuses connections, DNS fails', 'told in at most 3 s; jobs wait; the breaker opens'],
  ['F2', 'ConnectWise slow, silent, dripping', 'cut at the limit of the call; other accounts are served meanwhile'],
  ['F3', 'ConnectWise answers 429', 'never asked again before the time given; without one 30 s, doubling'],
  ['F4', 'ConnectWise answers 5xx', 'reads are retried when that can help; the caller gets our text'],
  ['F5', 'ConnectWise answers what cannot be used', 'CONNECTWISE_BAD_ANSWER, nothing stored, logged redacted'],
  ['F6', 'ConnectWise cuts connections', 'a read is retried; a write is looked up before it is tried again'],
  [
    'F7',
    'ConnectWise answers too much',
    '100 MB, gzip bomb, 20,000 headers are refused; memory grows by at most 20 MB',
  ],
  ['F8', 'ConnectWise redirects', 'CONNECTWISE_REDIRECT; the key never leaves for another host'],
  ['F9', 'TLS goes wrong', 'refused with a code that says TLS; no switch turns the check off'],
  [
    'F10',
    '401 or 403 after it had worked',
    'three 401 pause the account, a 403 one kind of work; the next good check resumes',
  ],
  [
    'F11',
    'clock wrong by 3 h, or jumps',
    "heartbeats, schedules and order go by the database's time; nothing runs twice",
  ],
  ['F12', 'PostgreSQL killed', 'UNAVAILABLE in at most 3 s; the process lives; first success within 5 s of its return'],
  ['F13', 'PostgreSQL frozen or half-open', 'every request answered in at most 6 s; recovery without a restart'],
  [
    'F14',
    'PostgreSQL slow (200 ms a packet)',
    '5 callers: p99 at most 3 s; 50: answer or 503 within 4 s; normal 5 s after',
  ],
  ['F15', "PostgreSQL's disk full", 'writes fail cleanly, 0 acknowledged rows missing, recovery without a restart'],
  ['F16', 'pool used up', 'waits at most 2 s, then 503 with Retry-After'],
  ['F17', 'deadlock, serialization failure', 'the whole transaction again, at most 5 times'],
  ['F18', 'killed in a job, at every step', 'the next holder looks first, then goes on: nothing lost or doubled'],
  ['F19', 'worker pauses longer than its expiry', 'its result is refused; the far side is not written twice'],
  ['F20', 'two workers, one account', 'never both at once'],
  ['F21', 'duplicate job, callback or mutation', 'same result, one effect'],
  ['F22', 'concurrent edits', 'the version decides: one wins, the others learn of it'],
  ['F23', 'sealing key rotated, missing, wrong', 'only what needs a missing key is locked; no start with a wrong one'],
  [
    'F24',
    'migration meets old process, or stops',
    'migrations only add, one at a time, each whole; old and new run on both schemas',
  ],
  ['F25', 'log target blocked or full', 'requests go on; log lines may be dropped, counted'],
  [
    'F26',
    'embedded database: kill, second process',
    '0 acknowledged lost; the second is refused; the power cut is warned of',
  ],
  [
    'F27',
    'unhandled rejection or exception',
    'logged with the requests in hand, not ready, drained, exit 1; no job lost',
  ],
].map(([id, title, promise]) => ({ id, title, promise }));

const IDS = new Set(ROWS.map(({ id }) => id));

/** The rows that the name of a test or a suite begins with: "P8, F19: …", "F7 and T16 …". */
export function rowsOf(name) {
  const head = /^(?:[A-Z]\d+(?:, | and |: |:| ))+/.exec(name)?.[0] ?? '';
  return (head.match(/[A-Z]\d+/g) ?? []).filter((id) => IDS.has(id));
}

/** Every name of a test or suite in a file that begins with a row. */
export function rowsIn(source) {
  return [...source.matchAll(/['"`]([A-Z]\d+(?:, | and |: | )[^'"`\n]*)/g)].flatMap(([, name]) => rowsOf(name));
}
