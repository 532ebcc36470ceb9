const ONSETS = 'b br c ch d dr f fl g gr h j k kl l m n p pr r s sh st t tr v w z'.split(' ');
const VOWELS = 'a e i o u ai ea ou'.split(' ');
const CODAS = ' n r l s nd rt ck m st'.split(' ');
const TRADES =
  `Dental Plumbing Logistics Consulting Realty Foods Marine Legal Insurance Roofing Design Systems Clinic Motors
  Pharmacy Electric Landscaping Accounting Bakery Church School Hotel Farms Robotics Media Printing`.split(/\s+/);
const FORMS = ['', '', ' Inc.', ', LLC', ' Ltd', ' GmbH', ' Co.'];
const KANJI = [...'山田中村木林石川島崎藤原佐高橋本野松井上下大小北南東西北安永吉森池水金土白黒青赤竹梅桜富士花'];
const JAPANESE_TRADES = ['工業', '商事', '建設', '電機', '運輸', '食品', '製作所', '不動産', '歯科', '印刷'];

/**
 * Names as companies have them: made-up words with the trades and legal forms that all share, a third of them Japanese.
 * The same seed gives the same names. @param {number} count @param {number} seed
 */
export function plausibleNames(count, seed = 1) {
  let state = seed >>> 0;
  const next = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (list) => list[next(list.length)];
  const syllable = () => pick(ONSETS) + pick(VOWELS) + pick(CODAS);
  const word = () => {
    const text = syllable() + syllable() + (next(3) === 0 ? syllable() : '');
    return text[0].toUpperCase() + text.slice(1);
  };
  const western = () => `${word()}${next(2) === 0 ? ` ${word()}` : ''} ${pick(TRADES)}${pick(FORMS)}`;
  const japanese = () => {
    const name = `${pick(KANJI)}${pick(KANJI)}${next(2) === 0 ? pick(KANJI) : ''}${pick(JAPANESE_TRADES)}`;
    return next(2) === 0 ? `株式会社${name}` : `${name}有限会社`;
  };
  return Array.from({ length: count }, () => (next(3) === 0 ? japanese() : western()));
}
