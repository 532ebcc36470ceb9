import type { CompanyEditor, CompanyRecord } from '../company-editor.js';
import type { JsonObject } from '../json.js';
import type { Controller, ControlRequest } from './controller.js';
import { companyFields } from './requests.js';

/**
 * What "another person" does: `POST` adds, `PATCH …/{id}` edits fields, `DELETE …/{id}` deletes as ConnectWise does,
 * `POST …/{id}/{inactivate|activate|restore|remove}` does what it says; `remove` leaves no record behind.
 */
export function companiesControl(companies: CompanyEditor): Controller {
  return (request) => {
    const { method, rest } = request;
    const [number, action] = rest;
    if (number === undefined) {
      return withoutId(companies, request);
    }
    const id = Number(number);
    if (action !== undefined) {
      return method === 'POST' ? act(companies, id, action) : undefined;
    }
    switch (method) {
      case 'GET':
        return companies.get(id);
      case 'PATCH':
        return companies.edit(id, readFields(request));
      case 'DELETE':
        return companies.delete(id);
      default:
        return undefined;
    }
  };
}

function withoutId(companies: CompanyEditor, request: ControlRequest): JsonObject | undefined {
  switch (request.method) {
    case 'GET':
      return { count: companies.count };
    case 'POST':
      return companies.add(readFields(request));
    default:
      return undefined;
  }
}

function act(companies: CompanyEditor, id: number, action: string): CompanyRecord | JsonObject | undefined {
  switch (action) {
    case 'inactivate':
      return companies.inactivate(id);
    case 'activate':
      return companies.activate(id);
    case 'restore':
      return companies.restore(id);
    case 'remove':
      companies.remove(id);
      return { removed: id };
    default:
      return undefined;
  }
}

function readFields(request: ControlRequest): JsonObject {
  return companyFields.parse(request.body()) as JsonObject;
}
