/** Forms that say the same of a company, as far as two ways of writing one name differ; a missing one says nothing. */
const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stock: 'inc incorporated corp corporation co company ltd limited ltee plc kk',
    llc: 'llc lc gk',
    partnership: 'llp lp lllp',
    professional: 'pc pa pllc na mbb',
    gmbh: 'gmbh ggmbh mbh',
    ug: 'ug haftungsbeschrankt',
    ag: 'ag kgaa',
    kg: 'kg ohg og kommanditgesellschaft',
    ek: 'ek',
    ev: 'ev eg',
    sa: 'sa sas se nv asa',
    sarl: 'sarl srl sl bv',
    nordic: 'oy oyj ab as aps',
    slavic: 'sro zoo',
    pty: 'pty pte bhd sdn',
  }).flatMap(([group, words]) => words.split(' ').map((word) => [word, group] as const)),
);

/** Means nothing by itself, only between or before forms: "GmbH & Co. KG", "Sp. z o.o.", "Co., Ltd." */
const BETWEEN_FORMS = new Set(['and', 'sp']);

/** These may stand anywhere in a name: a branch is named after the form. */
const JAPANESE_COMPANY: Readonly<Record<string, string>> = {
  株式会社: 'stock',
  有限会社: 'yugen',
  合同会社: 'llc',
  合資会社: 'goshi',
  合名会社: 'gomei',
  相互会社: 'sogo',
};
const JAPANESE_BODY = [
  '医療法人社団',
  '医療法人財団',
  '医療法人',
  '社会医療法人',
  '学校法人',
  '社会福祉法人',
  '宗教法人',
  '特定非営利活動法人',
  'npo法人',
  '一般社団法人',
  '一般財団法人',
  '公益社団法人',
  '公益財団法人',
  '独立行政法人',
  '弁護士法人',
];
/** In brackets, as on a bank's form. */
const JAPANESE_SHORT: Readonly<Record<string, string>> = {
  株: '株式会社',
  有: '有限会社',
  同: '合同会社',
  資: '合資会社',
  名: '合名会社',
  医: '医療法人',
  学: '学校法人',
  福: '社会福祉法人',
  宗: '宗教法人',
  特非: '特定非営利活動法人',
  一社: '一般社団法人',
  一財: '一般財団法人',
  公社: '公益社団法人',
  公財: '公益財団法人',
};

const SHORT = new RegExp(`\\((${Object.keys(JAPANESE_SHORT).join('|')})\\)`, 'gu');
const COMPANY = new RegExp(Object.keys(JAPANESE_COMPANY).join('|'), 'gu');
const BODY_FIRST = new RegExp(`^\\s*(?:${JAPANESE_BODY.join('|')})`, 'u');
const BODY_LAST = new RegExp(`(?:${JAPANESE_BODY.join('|')})\\s*$`, 'u');

export interface WithoutForm {
  readonly text: string;
  /** One word for all forms that may stand for each other; empty when the name has none. */
  readonly form: string;
}

/** Takes the Japanese forms out of a folded name; what follows one in the middle stays, parted by a space. */
export function withoutJapaneseForm(folded: string): WithoutForm {
  const spelled = folded.replace(SHORT, (_, short: string) => JAPANESE_SHORT[short] ?? short);
  const company = spelled.match(COMPANY)?.[0];
  const bare = spelled.replace(COMPANY, ' ');
  const text = bare.replace(BODY_FIRST, ' ').replace(BODY_LAST, ' ').trim();
  const form = company ? (JAPANESE_COMPANY[company] ?? '') : text === bare.trim() ? '' : 'body';
  return text === '' ? { text: folded, form: '' } : { text, form };
}

/** Takes "The" off the beginning of a name in words, and legal forms off its end, unless nothing would be left. */
export function withoutLatinForm(words: readonly string[]): {
  readonly words: readonly string[];
  readonly form: string;
} {
  const start = words.length > 1 && words[0] === 'the' ? 1 : 0;
  let end = words.length;
  let form = '';
  while (end > start + 1) {
    const word = words[end - 1] ?? '';
    const group = LATIN.get(word);
    if (group === undefined && !(form !== '' && BETWEEN_FORMS.has(word))) break;
    form ||= group ?? '';
    end -= 1;
  }
  return { words: words.slice(start, end), form };
}
