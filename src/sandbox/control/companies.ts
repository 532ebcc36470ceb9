import type { CompanyEditor } from '../company-editor.js';
import type { Controller } from './controller.js';
import { recordControl } from './records.js';

/** Companies, with `POST …/{id}/{inactivate|activate|restore}` beside what all records have. */
export function companiesControl(companies: CompanyEditor): Controller {
  return recordControl(companies, {
    inactivate: (id) => companies.inactivate(id),
    activate: (id) => companies.activate(id),
    restore: (id) => companies.restore(id),
  });
}
