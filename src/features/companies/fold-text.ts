/** Companies are looked up in the form in which the copy keeps their identifiers and names. */
export { foldName as foldText } from '../matching/name-key.js';
