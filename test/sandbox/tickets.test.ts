import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reply, withSandbox } from './client.js';
import { faults, ServiceDesk } from './desk.js';

const using = withSandbox({ companies: 20, clock: () => new Date('2026-01-31T18:04:26.789Z') });
const desk = new ServiceDesk(using);

afterEach(() => {
  using.sandbox.permissions.reset();
  Object.assign(using.sandbox.settings, { defaultBoardId: 1, ticketContact: 'none' });
});

describe('a new ticket', () => {
  it('is filled from the defaults of member and board when it names no board, status or priority', async () => {
    const reply = await desk.post();
    expect([reply.status, reply.headers['location']]).toEqual([
      201,
      `${using.sandbox.url}/v2025_1/apis/3.0/service/tickets/${reply.json.id}`,
    ]);
    expect(reply.json).toMatchObject({
      summary: 'Mail flow',
      recordType: 'ServiceTicket',
      board: { name: 'Help Desk' },
      status: { name: 'New' },
      type: { name: 'Email' },
      priority: { name: 'Priority 3 - Normal Response' },
      source: { name: 'Call' },
      severity: 'Medium',
      impact: 'Medium',
      closedFlag: false,
      actualHours: 0,
      automaticEmailContactFlag: true,
      location: { name: 'Tampa Office' },
      _info: { enteredBy: 'psabridge' },
    });
    expect(reply.json).not.toHaveProperty('closedDate');
  });

  it('is refused without a board when the API member has no default board', async () => {
    using.sandbox.settings.defaultBoardId = null;
    expect(faults(await desk.post())).toEqual([
      400,
      ['board', 'The board field is required.'],
      ['status', 'The status field is required.'],
    ]);
    expect((await desk.post({ board: { name: 'Alerts' } })).status).toBe(201);
  });

  it('demands a summary of at most 100 characters and a live company', async () => {
    const { landmarks } = using.sandbox;
    expect(faults(await desk.post({ summary: undefined, company: undefined }))).toEqual([
      400,
      ['summary', 'The summary field is required.'],
      ['company', 'The company field is required.'],
    ]);
    const long = await desk.post({ summary: 'x'.repeat(101), externalXRef: 'x'.repeat(101), poNumber: 'x'.repeat(51) });
    expect(faults(long)).toEqual([
      400,
      ['summary', 'The field summary must be a string with a maximum length of 100.'],
      ['externalXRef', 'The field externalXRef must be a string with a maximum length of 100.'],
      ['poNumber', 'The field poNumber must be a string with a maximum length of 50.'],
    ]);
    expect(faults(await desk.post({ company: { id: landmarks.deleted.id } }))).toEqual([
      400,
      ['company/id', `Company ${landmarks.deleted.id} not found`],
    ]);
    expect((await desk.post({ company: { identifier: landmarks.inactive.identifier } })).status).toBe(201);
  });

  it('ignores what only the server sets', async () => {
    const reply = await desk.post({
      closedFlag: true,
      closedBy: 'me',
      actualHours: 7,
      resources: 'me',
      recordType: 'ProjectTicket',
      mergedParentTicket: { id: 1 },
    });
    expect(reply.json).toMatchObject({ closedFlag: false, actualHours: 0, recordType: 'ServiceTicket' });
    expect(reply.json).not.toHaveProperty('closedBy');
    expect(reply.json).not.toHaveProperty('mergedParentTicket');
  });

  it('takes the contact of the company when ConnectWise is set so, and none when told none', async () => {
    const { id } = using.sandbox.records('contacts').add({ firstName: 'Ann' });
    using.sandbox.companies.edit(desk.company, { defaultContact: { id } });
    expect((await desk.post()).json).not.toHaveProperty('contact');
    using.sandbox.settings.ticketContact = 'company';
    expect((await desk.post()).json).toMatchObject({ contact: { id, name: 'Ann' }, contactName: 'Ann' });
    expect((await desk.post({ contactName: 'Annie' })).json).toMatchObject({ contact: { id }, contactName: 'Annie' });
    expect((await desk.post({ contact: null })).json).not.toHaveProperty('contact');
  });

  it('has the address of its contact, the default one of several, unless it names another', async () => {
    const { id: email } = (
      await using.client.api('/company/communicationTypes', {
        query: { conditions: 'emailFlag = true' },
      })
    ).json[0];
    const items = ['old@x.example', 'ann@x.example'].map((value, at) => ({
      type: { id: email },
      value,
      defaultFlag: at === 1,
    }));
    const body = { firstName: 'Ann', company: { id: desk.company }, communicationItems: items };
    const contact = (await using.client.api('/company/contacts', { method: 'POST', body })).json;
    const named = { contact: { id: contact.id } };
    expect((await desk.post(named)).json).toMatchObject({ contactName: 'Ann', contactEmailAddress: 'ann@x.example' });
    const other = await desk.post({ ...named, contactEmailAddress: 'desk@x.example' });
    expect(other.json.contactEmailAddress).toBe('desk@x.example');
    const stranger = { id: using.sandbox.landmarks.japanese.id };
    expect(faults(await desk.post({ ...named, company: stranger }))).toEqual([
      400,
      ['contact/id', `Contact ${contact.id} not found for Company ${stranger.id}`],
    ]);
  });

  it('turns the initial texts into notes and returns none of them', async () => {
    const texts = { initialDescription: 'Seen', initialInternalAnalysis: 'Thought\nof', initialResolution: 'Done' };
    const reply = await desk.post({ ...texts, processNotifications: false, skipCallback: true });
    for (const name of [...Object.keys(texts), 'processNotifications', 'skipCallback']) {
      expect(reply.json).not.toHaveProperty(name);
    }
    const notes = (await using.client.api(`/service/tickets/${reply.json.id}/notes`)).json;
    expect(notes).toMatchObject([
      { text: 'Seen', detailDescriptionFlag: true, internalAnalysisFlag: false, resolutionFlag: false },
      { text: 'Thought\nof', detailDescriptionFlag: false, internalAnalysisFlag: true, resolutionFlag: false },
      { text: 'Done', detailDescriptionFlag: false, internalAnalysisFlag: false, resolutionFlag: true },
    ]);
    expect(reply.json._info.lastUpdated).toBe(reply.json._info.dateEntered);
  });

  it('keeps any text as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), async (text) => {
        fc.pre(text.trim() !== '' && text.length <= 100);
        const reply = await desk.post({ summary: text, externalXRef: text, initialInternalAnalysis: text });
        const notes = await using.client.api(`/service/tickets/${reply.json.id}/notes`);
        expect([reply.json.summary, reply.json.externalXRef, notes.json[0].text]).toEqual([text, text, text]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('an update', () => {
  it('demands severity and impact', async () => {
    const id = await desk.ticket();
    const put = (more: object): Promise<Reply> =>
      using.client.api(`/service/tickets/${id}`, {
        method: 'PUT',
        body: { summary: 'Put', company: { id: desk.company }, ...more },
      });
    expect(faults(await put({}))).toEqual([
      400,
      ['severity', 'The severity field is required.'],
      ['impact', 'The impact field is required.'],
    ]);
    expect((await put({ severity: 'Low', impact: 'High' })).json).toMatchObject({ severity: 'Low', impact: 'High' });
    expect(faults(await desk.patch(id, { severity: null }))).toEqual([
      400,
      ['severity', 'The severity field is required.'],
    ]);
    expect((await desk.patch(id, { severity: 'Extreme' })).status).toBe(500);
  });

  it('by PUT resets what it leaves out, to defaults where there are any', async () => {
    const id = await desk.ticket({ externalXRef: 'x-1', board: { name: 'Alerts' }, priority: { id: 1 } });
    const body = { summary: 'Put', company: { id: desk.company }, severity: 'Low', impact: 'Low' };
    const reply = await using.client.api(`/service/tickets/${id}`, { method: 'PUT', body });
    expect(reply.json).toMatchObject({
      board: { name: 'Help Desk' },
      status: { name: 'New' },
      priority: { name: 'Priority 3 - Normal Response' },
    });
    expect(reply.json).not.toHaveProperty('externalXRef');
  });

  it('takes no initial texts', async () => {
    const id = await desk.ticket({ initialInternalAnalysis: 'once' });
    await desk.patch(id, { initialDescription: 'twice', summary: 'x' });
    expect((await using.client.api(`/service/tickets/${id}/notes/count`)).json).toEqual({ count: 1 });
  });

  it('sets owner and resources, custom fields and tags', async () => {
    const id = await desk.ticket({ integratorTags: ['psa-bridge'] });
    const reply = await desk.patch(id, {
      owner: { identifier: 'person' },
      customFields: [{ id: 11, value: 'Ann' }],
      'integratorTags/0': 'other',
    });
    expect(reply.json).toMatchObject({
      owner: { identifier: 'person' },
      resources: 'person',
      integratorTags: ['other'],
      customFields: [{ id: 11, value: 'Ann' }, { id: 12 }],
    });
  });
});

describe('the list of tickets', () => {
  it('is filtered by its references and keys, and refuses arrays and what is never returned', async () => {
    const id = await desk.ticket({ externalXRef: 'KEY-1', board: { name: 'サービスデスク' } });
    expect(await desk.find('externalXRef = "key-1"')).toEqual([id]);
    expect(await desk.find(`board/name = "サービスデスク" and company/id = ${desk.company} and id = ${id}`)).toEqual([
      id,
    ]);
    for (const name of ['integratorTags', 'processNotifications', 'initialDescription', 'skipCallback']) {
      const reply = await using.client.api('/service/tickets', { query: { conditions: `${name} = "x"` } });
      expect([reply.status, reply.json.message]).toEqual([400, `${name} is not a recognized name.`]);
    }
    const light = await using.client.api(`/service/tickets/${id}/info`);
    expect(Object.keys(light.json)).toEqual(['id', 'summary', 'company', '_info']);
    expect(
      (await using.client.api('/service/tickets/info/count', { query: { conditions: `id = ${id}` } })).json,
    ).toEqual({ count: 1 });
  });

  it('needs the right to service tickets', async () => {
    using.sandbox.permissions.set('Service Tickets', { inquire: 'None' });
    for (const path of ['', '/count', '/info', '/1', '/1/notes', '/1/allNotes']) {
      expect((await using.client.api(`/service/tickets${path}`)).status).toBe(403);
    }
  });
});

describe('deleting', () => {
  it('takes the notes along, and no id is used again', async () => {
    const notes = using.sandbox.records('ticketNotes').count;
    const id = await desk.ticket({ initialDescription: 'gone' });
    expect(using.sandbox.records('ticketNotes').count).toBe(notes + 1);
    expect((await using.client.api(`/service/tickets/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await desk.get(id)).json).toMatchObject({ code: 'NotFound', message: `Ticket ${id} not found` });
    expect((await using.client.api(`/service/tickets/${id}/notes`)).status).toBe(404);
    expect(using.sandbox.records('ticketNotes').count).toBe(notes);
    expect(await desk.ticket()).toBeGreaterThan(id);
  });
});
