export const title = 'Mercurius 16 with JIT over `pg`';
export { read, reads } from '../documents.js';
