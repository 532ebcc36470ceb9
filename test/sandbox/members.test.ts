import { afterEach, describe, expect, it } from '@jest/globals';
import { type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 10 });

afterEach(() => using.sandbox.permissions.reset());

const post = (path: string, body: unknown): Promise<Reply> => using.client.api(path, { method: 'POST', body });

const MEMBER = {
  identifier: 'alice',
  licenseClass: 'F',
  firstName: 'Alice',
  lastName: 'Ash',
  hireDate: '2026-01-31T00:00:00Z',
  defaultEmail: 'Office',
  defaultPhone: 'Mobile',
  securityRole: { name: 'Admin' },
};

describe('members', () => {
  it('take every licence class, never show the password, and are shown in references by both names', async () => {
    const { json } = await post('/system/members', { ...MEMBER, password: 'top secret' });
    expect(json).toMatchObject({ identifier: 'alice', securityRole: { id: 1, name: 'Admin' }, inactiveFlag: false });
    expect(JSON.stringify(json)).not.toContain('top secret');
    const filter = await using.client.api('/system/members', { query: { conditions: 'password = "top secret"' } });
    expect(filter.status).toBe(400);
    const changed = await using.client.api('/company/companies/251', {
      method: 'PATCH',
      body: [{ op: 'replace', path: 'territoryManager', value: { identifier: 'alice' } }],
    });
    expect(changed.json.territoryManager).toMatchObject({ id: json.id, identifier: 'alice', name: 'Alice Ash' });
  });

  it('demand what ConnectWise demands', async () => {
    const { json } = await post('/system/members', {});
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(Object.keys(MEMBER));
    expect((await post('/system/members', { ...MEMBER, identifier: 'bob', licenseClass: 'Z' })).status).toBe(500);
    expect((await post('/system/members', { ...MEMBER, identifier: 'x'.repeat(16) })).json.errors).toMatchObject([
      { code: 'MaxLengthField', field: 'identifier' },
    ]);
  });

  it('are deactivated, not deleted', async () => {
    const { id } = (await post('/system/members', { ...MEMBER, identifier: 'leaver' })).json;
    expect((await using.client.api(`/system/members/${id}`, { method: 'DELETE' })).status).toBe(405);
    expect((await post(`/system/members/${id}/deactivate`, {})).status).toBe(200);
    expect((await using.client.api(`/system/members/${id}`)).json).toMatchObject({
      inactiveFlag: true,
      inactiveDate: expect.any(String),
    });
  });

  it('give no impersonation tokens to an API member, whatever its role', async () => {
    for (const name of ['person', 'nobody', '1']) {
      const reply = await post(`/system/members/${name}/tokens`, { memberIdentifier: name });
      expect([reply.status, reply.json.message]).toEqual([
        403,
        'You do not have security permission to perform this action.',
      ]);
    }
  });
});

describe('API members', () => {
  it('are the members of class A in fields of their own', async () => {
    const { json } = await post('/system/apiMembers', { identifier: 'second', name: 'Second Integration' });
    expect((await using.client.api(`/system/members/${json.id}`)).json).toMatchObject({
      identifier: 'second',
      licenseClass: 'A',
    });
    const list = await using.client.api('/system/apiMembers', { query: { fields: 'identifier' } });
    expect(list.json).toEqual([{ identifier: 'psabridge' }, { identifier: 'second' }]);
    expect((await using.client.api('/system/apiMembers/1')).status).toBe(404);
    expect((await post('/system/apiMembers', { identifier: 'person' })).status).toBe(409);
    const off = await using.client.api(`/system/apiMembers/${json.id}`, {
      method: 'PATCH',
      body: [{ op: 'replace', path: 'inactiveFlag', value: true }],
    });
    expect(off.json).toMatchObject({ name: 'Second Integration', inactiveFlag: true });
  });

  it('need Member Maintenance, while the light list does not', async () => {
    using.sandbox.permissions.setAll({ inquire: 'None' });
    expect((await using.client.api('/system/apiMembers')).status).toBe(403);
    expect((await using.client.api('/system/members')).status).toBe(403);
    expect((await using.client.api('/system/info/members')).json[0]).toMatchObject({
      identifier: 'person',
      fullName: 'Pat Person',
    });
  });
});

describe('security roles', () => {
  it('show the levels that the endpoints obey for the role of the API member', async () => {
    using.sandbox.permissions.set('Agreements', { edit: 'My' });
    const member = (await using.client.api('/system/apiMembers/2')).json;
    const settings = await using.client.api(`/system/securityRoles/${member.securityRole.id}/settings`, {
      query: { conditions: 'moduleFunctionName = "Agreements"' },
    });
    expect(settings.json).toMatchObject([{ editLevel: 'My', addLevel: 'All' }]);
    const count = await using.client.api(`/system/securityRoles/${member.securityRole.id}/settings/count`);
    expect(count.json.count).toBe(using.sandbox.permissions.rows().length);
  });

  it('are made with nothing allowed, and deleted only when nobody has them', async () => {
    const { id } = (await post('/system/securityroles', { name: 'New role' })).json;
    const { json } = await using.client.api(`/system/securityroles/${id}/settings`, { query: { pageSize: '1' } });
    expect(json[0]).toMatchObject({ addLevel: 'None', inquireLevel: 'None' });
    expect((await using.client.api(`/system/securityroles/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await using.client.api('/system/securityroles/1', { method: 'DELETE' })).status).toBe(409);
    expect((await using.client.api('/system/securityroles/1', { method: 'PATCH', body: [] })).status).toBe(405);
    expect((await using.client.api('/system/securityRoles/77/settings')).json.code).toBe('NotFound');
  });
});

describe('other set-up', () => {
  it.each([
    ['members', 2],
    ['locations', 3],
    ['departments', 2],
    ['departmentlocations', 6],
    ['locales', 2],
    ['links', 1],
    ['personas', 2],
    ['standardNotes', 1],
  ])('lists /system/info/%s without any right, and takes no writes there', async (path, least) => {
    using.sandbox.permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    const list = await using.client.api(`/system/info/${path}`);
    expect(list.json.length).toBeGreaterThanOrEqual(least);
    expect((await using.client.api(`/system/info/${path}/count`)).json.count).toBe(list.json.length);
    expect((await using.client.api(`/system/info/${path}/${list.json[0].id}`)).json).toEqual(list.json[0]);
    expect((await using.client.api(`/system/info/${path}/9999`)).status).toBe(404);
    expect((await post(`/system/info/${path}`, {})).status).toBe(405);
  });

  it('demands a level and a name of a location, and both names of a department', async () => {
    const fields = async (path: string) =>
      (await post(path, {})).json.errors.map(({ field }: { field: string }) => field);
    expect(await fields('/system/locations')).toEqual(['structureLevel', 'name']);
    expect(await fields('/system/departments')).toEqual(['identifier', 'name']);
    using.sandbox.permissions.set('My Company', { add: 'None' });
    expect((await post('/system/locations', {})).status).toBe(403);
    expect((await using.client.api('/system/locations')).status).toBe(200);
  });

  it('nests the departments of a location and the locations of a department', async () => {
    expect((await using.client.api('/system/locations/2/departments')).json).toMatchObject([
      { location: { name: 'London Office' }, department: { name: 'Support' } },
      { department: { name: 'Projects' } },
    ]);
    const made = await post('/system/departments/1/locations', { location: { id: 1 }, department: { id: 2 } });
    expect(made.json.department.id).toBe(1);
    expect((await post('/system/locations/1/departments', {})).status).toBe(405);
  });

  it('keeps the password of an integrator login and never returns it', async () => {
    const body = { username: 'other', password: 'hidden', managedServicesApiFlag: true };
    const { json } = await post('/system/integratorlogins', body);
    expect(json).toMatchObject({ username: 'other', managedServicesApiFlag: true, companyApiFlag: false });
    const list = await using.client.api('/system/integratorlogins');
    expect(JSON.stringify([json, list.json])).not.toContain('assword');
  });

  it.each<[string, unknown, string]>([
    ['integratorTags', { text: 'x'.repeat(51) }, 'MaxLengthField'],
    ['integratorTags', {}, 'MissingRequiredField'],
    ['userDefinedFields', { podId: 1, caption: 'x', sequenceNumber: 501, fieldTypeIdentifier: 'Text' }, 'OutOfRange'],
  ])('checks %s', async (path, body, code) => {
    expect((await post(`/system/${path}`, body)).json.errors).toMatchObject([{ code }]);
  });

  it('describes the custom fields of companies', async () => {
    const { json } = await using.client.api('/system/userDefinedFields/info');
    expect(json.slice(0, 2)).toMatchObject([{ caption: 'Contract no' }, { caption: 'Managed' }]);
    expect((await using.client.api('/system/userDefinedFields/2/info')).json.caption).toBe('Managed');
  });
});
