import type { Author } from '../store/author.js';

/** Who entered the set-up tables, and when: long ago, so that they are the same at every start. */
export const SETUP: Author = { name: 'setup', at: Date.UTC(2019, 0, 7) };
