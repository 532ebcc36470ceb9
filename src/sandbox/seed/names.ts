import type { Random } from './random.js';

export interface CompanyName {
  readonly identifier: string;
  readonly name: string;
  readonly isJapanese: boolean;
}

type Words = readonly [string, ...string[]];

const FIRST: Words = [
  'Harbor',
  'Summit',
  'Cedar',
  'Granite',
  'Bluebird',
  'Lakeside',
  'Pioneer',
  'Redwood',
  'Silver',
  'Keystone',
  'Orchard',
  'Northgate',
  'Maple',
  'Beacon',
  'Crescent',
  'Falcon',
  'Juniper',
  'Meridian',
  'Prairie',
  'Riverside',
  'Sterling',
  'Müller',
  "O'Neil",
  'Châtelet',
  'Åkesson',
  'Willow',
  'Copper',
  'Foxglove',
  'Hillcrest',
  'Ironwood',
];
const SECOND: Words = [
  'Dental',
  'Legal',
  'Logistics',
  'Foods',
  'Accounting',
  'Design',
  'Engineering',
  'Motors',
  'Pharma',
  'Schools',
  'Textiles',
  'Realty',
  'Robotics',
  'Media',
  'Insurance',
  'Travel',
  'Printing',
  'Energy',
  'Health',
  'Bakery',
  'Optics',
  'Marine',
];
const FORMS: Words = [
  ', Inc.',
  ' Inc',
  ' LLC',
  ', LLC',
  ' Ltd',
  ' Limited',
  ' GmbH',
  ' & Co. KG',
  ' Corp.',
  ' PLC',
  '',
];

const JAPANESE_FIRST: Words = [
  '山田',
  '桜井',
  '北斗',
  '富士',
  '東海',
  '青葉',
  '若松',
  '三河',
  '瀬戸',
  '白川',
  '大和',
  '葵',
  'さくら',
  'ヒカリ',
];
const JAPANESE_SECOND: Words = [
  '商事',
  '工業',
  '電機',
  '食品',
  '物流',
  '建設',
  '印刷',
  '歯科',
  '製作所',
  'システム',
  '不動産',
  '薬品',
];
const ROMAN: Readonly<Record<string, string>> = {
  山田: 'Yamada',
  桜井: 'Sakurai',
  北斗: 'Hokuto',
  富士: 'Fuji',
  東海: 'Tokai',
  青葉: 'Aoba',
  若松: 'Wakamatsu',
  三河: 'Mikawa',
  瀬戸: 'Seto',
  白川: 'Shirakawa',
  大和: 'Yamato',
  葵: 'Aoi',
  さくら: 'Sakura',
  ヒカリ: 'Hikari',
};

/** A made-up company; names repeat once the words run out, identifiers are told apart by the caller. */
export function companyName(random: Random): CompanyName {
  return random.chance(0.3) ? japaneseName(random) : westernName(random);
}

function westernName(random: Random): CompanyName {
  const first = random.pick(FIRST);
  const second = random.pick(SECOND);
  const identifier = `${first}${second}`.replace(/[^\p{L}]/gu, '');
  return { identifier, name: `${first} ${second}${random.pick(FORMS)}`, isJapanese: false };
}

/** The legal form stands before or after the name, and which one is part of the name. */
function japaneseName(random: Random): CompanyName {
  const first = random.pick(JAPANESE_FIRST);
  const second = random.pick(JAPANESE_SECOND);
  const form = random.chance(0.75) ? '株式会社' : '有限会社';
  const core = `${first}${second}`;
  const name = random.chance(0.5) ? `${form}${core}` : `${core}${form}`;
  return { identifier: random.chance(0.5) ? core : (ROMAN[first] ?? first), name, isJapanese: true };
}

/** The same company written another way: what a careful matcher must see through, and not take for equal. */
export function nearDuplicate(name: string, random: Random): string {
  return random.pick<(text: string) => string>([
    (text) => text.toUpperCase(),
    (text) => text.replace(/,? (Inc\.?|LLC|Ltd|Limited|GmbH|Corp\.|PLC)$/, ''),
    (text) => `${text.replace(/,? (Inc\.?|LLC|Ltd)$/, '')} Holdings`,
    (text) => text.replace(' ', '  '),
    (text) => text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    (text) => text.replace('株式会社', '(株)').replace('有限会社', '(有)'),
  ])(name);
}
