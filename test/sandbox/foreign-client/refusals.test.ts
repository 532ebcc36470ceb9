import { describe, expect, it } from '@jest/globals';
import { ForeignClient, optionsFor, withForeignClient } from './foreign-client.js';

const using = withForeignClient({ companies: 10 });

const anyCompany = { identifier: 'x', name: 'x' };

describe('connectwise-rest is refused', () => {
  it('with 404 and the code NotFound for a record that is not there', async () => {
    await expect(using.foreign.call('CompanyAPI', 'getCompanyCompaniesById', 999_999)).rejects.toEqual({
      status: 404,
      data: { code: 'NotFound', message: 'Company 999999 not found', errors: null },
      message: 'Request failed with status code 404',
    });
  });

  it('with 404 for an endpoint that does not exist', async () => {
    await expect(using.foreign.request('/company/nothing', 'get')).rejects.toMatchObject({
      status: 404,
      data: { code: 'ConnectWiseApi', message: 'The endpoint does not exist.' },
    });
  });

  it('with 400 and every fault of a body by its field', async () => {
    await expect(using.foreign.request('/company/companies', 'post', { name: 'x'.repeat(157) })).rejects.toMatchObject({
      status: 400,
      data: {
        code: 'InvalidObject',
        message: 'company object is invalid',
        errors: expect.arrayContaining([
          expect.objectContaining({ code: 'MissingRequiredField', field: 'identifier', resource: 'company' }),
          expect.objectContaining({ code: 'MaxLengthField', field: 'name', resource: 'company' }),
        ]),
      },
    });
  });

  it.each([
    ['a name it does not know', 'nonsense = 1', 'nonsense is not a recognized name.'],
    ['conditions without a value', 'identifier =', expect.any(String)],
  ])('with 400 for %s', async (_what, conditions, message) => {
    await expect(using.foreign.call('CompanyAPI', 'getCompanyCompanies', { conditions })).rejects.toMatchObject({
      status: 400,
      data: { code: 'ApiFindCondition', message },
    });
  });

  it('with 400 for a patch that is no array', async () => {
    const { id } = using.sandbox.landmarks.inactive;
    await expect(using.foreign.request(`/company/companies/${id}`, 'patch', { name: 'x' })).rejects.toMatchObject({
      status: 400,
      data: { code: 'InvalidObject' },
    });
  });

  it('with 500 for a reference sent as a number', async () => {
    const data = { ...anyCompany, city: 'x', parentCompany: 250 };
    await expect(using.foreign.request('/company/companies', 'post', data)).rejects.toMatchObject({
      status: 500,
      data: { code: 'ConnectWiseApi', message: expect.stringContaining('CompanyReference') },
    });
  });

  it('with 409 for an identifier that is taken', async () => {
    const [{ identifier }] = using.sandbox.landmarks.ordinary;
    await expect(
      using.foreign.call('CompanyAPI', 'postCompanyCompanies', { identifier, name: 'x', city: 'x' }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    ['public key', { publicKey: 'Wrong' }],
    ['private key', { privateKey: 'Wrong' }],
    ['company', { companyId: 'wrong' }],
  ])('with 401 for a wrong %s', async (_what, options) => {
    await expect(using.foreign.with(options).call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject({
      status: 401,
      data: { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' },
    });
  });

  it('with 403 for a clientId that is not known', async () => {
    await expect(
      using.foreign.with({ clientId: '00000000-0000-4000-8000-000000000000' }).call('SystemAPI', 'getSystemInfo'),
    ).rejects.toMatchObject({ status: 403, data: { message: expect.stringContaining('clientId') } });
  });

  it('with 403 when its role lacks the right', async () => {
    using.sandbox.permissions.set('Company Maintenance', { add: 'None' });
    const refused = using.foreign.call('CompanyAPI', 'postCompanyCompanies', anyCompany);
    await expect(refused).rejects.toMatchObject({ status: 403, data: { code: 'Security' } });
    using.sandbox.permissions.reset();
  });

  it('with 400 for another codebase or an older version', async () => {
    await expect(
      using.foreign.with({ entryPoint: 'v2020_1' }).call('SystemAPI', 'getSystemInfo'),
    ).rejects.toMatchObject({ status: 400, data: 'Cannot route. Codebase/company is invalid' });
    await expect(using.foreign.with({ apiVersion: '2019.1' }).call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject(
      { status: 400, data: { message: expect.stringContaining("API version '2019.1'") } },
    );
  });

  it('by itself to talk to a server whose authority it was not told of', async () => {
    const stranger = new ForeignClient(optionsFor(using.sandbox));
    await expect(stranger.call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject({
      status: undefined,
      message: expect.stringContaining('certificate'),
    });
    await stranger.end();
  });

  it('with 429 when it asks too often, and let in again after the wait', async () => {
    using.sandbox.faults.add({ route: '/system/info', fault: { kind: 'rateLimit', body: 'front', retryAfter: 30 } });
    await expect(using.foreign.call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject({
      status: 429,
      data: { error: 'ConnectWiseAPI', message: 'Too many requests. Please try again in 30 seconds.' },
    });
    await expect(using.foreign.call('SystemAPI', 'getSystemInfo')).resolves.toHaveProperty('version');
  });

  it('with a page from the front end', async () => {
    using.sandbox.faults.add({ route: '/system/info', fault: { kind: 'frontEnd', status: 502 } });
    await expect(using.foreign.call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject({
      status: 502,
      data: expect.stringContaining('<html>'),
    });
  });

  it('with nothing at all when the connection is cut', async () => {
    using.sandbox.faults.add({ route: '/system/info', fault: { kind: 'cut', at: 'headers', how: 'reset' } });
    await expect(using.foreign.call('SystemAPI', 'getSystemInfo')).rejects.toMatchObject({ status: undefined });
  });
});
