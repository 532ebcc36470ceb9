import { eastAsianWidth } from 'get-east-asian-width';
import { graphemesOf } from '../../shared/text.js';

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\u{fe0f}/u;
const UNSEEN = /[\p{M}\p{Cf}\p{Cc}]/u;
/** Marks that take a place of their own behind the letter that they belong to. */
const HALF_WIDTH_MARK = /[\u{ff9e}\u{ff9f}]/gu;

/** How many columns a text takes where each character has one, or two when it is of full width. */
export function displayWidth(text: string): number {
  return graphemesOf(text.normalize('NFC')).reduce((width, grapheme) => width + widthOf(grapheme), 0);
}

function widthOf(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  const letter = [...grapheme].find((character) => !UNSEEN.test(character));
  if (letter === undefined) return 0;
  const marks = grapheme.slice(letter.length).match(HALF_WIDTH_MARK)?.length ?? 0;
  return eastAsianWidth(letter.codePointAt(0) ?? 0) + marks;
}
