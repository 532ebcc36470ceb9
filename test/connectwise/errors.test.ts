import { describe, expect, it } from '@jest/globals';
import { ConnectWiseError, errorFromAnswer, failureCodeOf, toFailure } from '../../src/connectwise/errors.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const translate = (status: number, body: unknown) =>
  errorFromAnswer(
    { status, headers: { 'x-cw-request-id': 'r-1' }, text: typeof body === 'string' ? body : JSON.stringify(body) },
    NOW,
  );
const api = (code: string, message: string, errors: unknown = null) => ({ code, message, errors });

describe('F10 what the keys and the role may', () => {
  it.each<[string, number, unknown, string]>([
    ['keys that are no longer accepted', 401, api('ConnectWiseApi', 'UserNotAuthenticated'), 'wrong-keys'],
    ['a clientId that is blocked', 401, api('ConnectWiseApi', 'The clientId is blocked'), 'client-id'],
    ['one right that is missing', 403, api('Security', 'You do not have security permission.'), 'permission'],
  ])('F10 tells %s from the others, under one failure code', (_what, status, body, kind) => {
    const error = translate(status, body);
    expect(error.kind).toBe(kind);
    expect(failureCodeOf(error.kind)).toBe('CONNECTWISE_DENIED');
  });
});

describe('an answer that is not good', () => {
  it.each<[number, unknown, string]>([
    [401, api('ConnectWiseApi', 'UserNotAuthenticated'), 'wrong-keys'],
    [401, api('Unauthorized', 'Invalid credentials'), 'wrong-keys'],
    [401, '', 'wrong-keys'],
    [401, api('ClientIdMissing', 'A clientId is required'), 'client-id'],
    [403, api('Unauthorized', 'The client id is not valid'), 'client-id'],
    [400, api('ConnectWiseApi', 'Missing header: ClientID'), 'client-id'],
    [403, 'Your client_id has been blocked', 'client-id'],
    [400, api('ApiFindCondition', 'clientId is not a recognized name.'), 'rejected'],
    [403, api('Security', 'You do not have security permission to perform this action.'), 'permission'],
    [403, '<html>Blocked by the firewall</html>', 'bad-answer'],
    [403, api('Security', 'SSL is required.'), 'plain-http-refused'],
    [400, api('Security', 'SSL is required.'), 'plain-http-refused'],
    [400, 'Cannot route. Codebase/company is invalid', 'wrong-route'],
    [400, '<html>Bad Request</html>', 'bad-answer'],
    [
      400,
      api(
        'ConnectWiseApi',
        "The HTTP resource that matches the request URI 'x' does not support the API version '2030.1'.",
      ),
      'version',
    ],
    [
      400,
      api('InvalidObject', 'x. Check your accept header to make sure you are using the correct version.'),
      'version',
    ],
    [400, api('InvalidObject', 'company object is invalid'), 'rejected'],
    [404, api('NotFound', 'Company 5 not found'), 'not-found'],
    [404, api('ConnectWiseApi', 'The endpoint does not exist.'), 'endpoint-missing'],
    [404, '<html>404</html>', 'wrong-route'],
    [404, '', 'wrong-route'],
    [405, api('ConnectWiseApi', 'no'), 'rejected'],
    [409, api('ConnectWiseApi', 'in use'), 'rejected'],
    [414, 'URI too long', 'rejected'],
    [429, api('x', 'y'), 'rate-limited'],
    [500, api('ConnectWiseApi', 'whatever'), 'server-fault'],
    [502, '<html>', 'server-fault'],
    [301, '', 'redirect'],
  ])('of %i %j is %s', (status, body, kind) => {
    const error = translate(status, body);
    expect(error).toMatchObject({ kind, status, requestId: 'r-1' });
  });

  it('keeps the fields that were refused, in our words', () => {
    const error = translate(
      400,
      api('InvalidObject', 'ticket object is invalid', [
        {
          code: 'MaxLengthField',
          message: 'The field summary must be a string with a maximum length of 100.',
          field: 'summary',
        },
        { code: 'MissingRequiredField', message: 'x', field: 'company' },
        { code: 'Strange', message: '<script>alert(1)</script>', field: '<b>' },
      ]),
    );
    expect(error.problem).toMatchObject({
      code: 'InvalidObject',
      fields: [
        { field: 'summary', code: 'MaxLengthField', limit: 100 },
        { field: 'company', code: 'MissingRequiredField' },
        { field: 'unknown', code: 'Strange' },
      ],
    });
    expect(error.message).toBe(
      'ConnectWise did not accept the request. The field summary may have at most 100 characters. The field company is required. The field unknown was refused (Strange).',
    );
  });

  it('never repeats what ConnectWise wrote', () => {
    for (const status of [400, 401, 403, 404, 409, 429, 500, 503]) {
      const error = translate(
        status,
        api('Security', 'THEIR-WORDS', [{ code: 'x', message: 'THEIR-WORDS', field: 'y' }]),
      );
      const failure = toFailure(error);
      expect(
        `${error.message} ${String(error.stack)} ${JSON.stringify(error)} ${JSON.stringify(failure)}`,
      ).not.toContain('THEIR-WORDS');
    }
  });

  it('stands errors that are no errors as ConnectWise writes them', () => {
    for (const body of [
      '{"code":',
      '{"errors":5}',
      '{"errors":[{"field":7}]}',
      '[]',
      'null',
      `{"a":${'['.repeat(50_000)}`,
    ]) {
      expect(translate(400, body)).toBeInstanceOf(ConnectWiseError);
    }
  });
});

it('every kind has a failure code of ConnectWise', () => {
  expect(failureCodeOf('timeout')).toBe('CONNECTWISE_UNAVAILABLE');
  expect(failureCodeOf('wrong-keys')).toBe('CONNECTWISE_DENIED');
  expect(failureCodeOf('rejected')).toBe('CONNECTWISE_REJECTED');
  expect(failureCodeOf('tls')).toBe('CONNECTWISE_TLS');
});

it('a failure keeps its cause and the time to wait', () => {
  const error = translate(429, '');
  const failure = toFailure(error);
  expect(failure.cause).toBe(error);
  expect(failure.problems).toEqual([
    { code: 'CONNECTWISE_RATE_LIMITED', message: expect.any(String), retryAfterSeconds: 30 },
  ]);
});
