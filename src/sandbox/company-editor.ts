import type { JsonObject } from './json.js';
import { RecordEditor, type ShownRecord } from './record-editor.js';
import type { World } from './world.js';

/** What other people do to companies, in the words of their screens. */
export class CompanyEditor extends RecordEditor {
  constructor(world: World) {
    super(world, world.tables.get('companies'));
  }

  /** All records of the identifier, deleted ones too; letter case does not count. */
  find(identifier: string): readonly ShownRecord[] {
    return (this.table.find('identifier', identifier) ?? []).map((row) => this.shown(row));
  }

  override add(fields: JsonObject): ShownRecord {
    return super.add({ city: 'Tampa', ...fields });
  }

  rename(id: number, name: string): ShownRecord {
    return this.edit(id, { name });
  }

  /** Gives the company another identifier. */
  reidentify(id: number, identifier: string): ShownRecord {
    return this.edit(id, { identifier });
  }

  inactivate(id: number): ShownRecord {
    return this.edit(id, { status: { name: 'Inactive' } });
  }

  activate(id: number): ShownRecord {
    return this.edit(id, { status: { name: 'Active' } });
  }

  restore(id: number): ShownRecord {
    const row = this.row(id);
    return this.change(row, { ...row.values, deletedFlag: false, dateDeleted: null, deletedBy: null });
  }
}
