/** A row as it stands in the file. Of a row that has a problem the cells mean nothing. */
export interface ScannedRow {
  /** Where it begins; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** May be more than were kept. */
  readonly cellCount: number;
  readonly problem: string | undefined;
}

export interface ScanLimits {
  readonly cellCharacters: number;
  /** Cells of a row beyond them are only counted. */
  readonly cells: number;
}

type Mode = 'before cell' | 'plain' | 'quoted' | 'after quote';

const SPECIAL = /[,"\r\n]/g;

const ABOUT_QUOTES = 'a cell with quotes stands in quotes, and those in it are doubled: "5"" pipe"';

/**
 * Cuts text into rows and cells by RFC 4180, piece by piece, and keeps no more than one row. What is wrong with quotes
 * is a problem of its row and never the end: the next row begins where the next line does.
 */
export class CsvScanner {
  readonly #limits: ScanLimits;
  #mode: Mode = 'before cell';
  #line = 1;
  #rowLine = 1;
  #quoteLine = 0;
  #cells: string[] = [];
  #cellCount = 0;
  #cell = '';
  #hasQuotes = false;
  #problem: string | undefined;
  #isAfterReturn = false;
  #row: ScannedRow | undefined;

  constructor(limits: ScanLimits) {
    this.#limits = limits;
  }

  /** The line that is being read. */
  get line(): number {
    return this.#line;
  }

  /** The line of the quote that is open still. */
  get openQuoteLine(): number | undefined {
    return this.#mode === 'quoted' ? this.#quoteLine : undefined;
  }

  *push(text: string): Generator<ScannedRow, void> {
    let at = 0;
    while (at < text.length) {
      if (this.#mode === 'quoted') at = this.#readQuoted(text, at);
      else if (this.#mode === 'after quote') at = this.#readAfterQuote(text, at);
      else if (this.#mode === 'before cell') at = this.#beginCell(text, at);
      else {
        at = this.#readPlain(text, at);
        const row = this.#takeRow();
        if (row) yield row;
      }
    }
  }

  /** What stands behind the last end of a line. */
  *end(): Generator<ScannedRow, void> {
    if (this.#mode === 'before cell' && this.#cellCount === 0) return;
    this.#endCell();
    this.#endRow();
    const row = this.#takeRow();
    if (row) yield row;
  }

  #beginCell(text: string, at: number): number {
    const isRestOfReturn = this.#isAfterReturn && text[at] === '\n';
    this.#isAfterReturn = false;
    if (isRestOfReturn) return at + 1;
    if (this.#cellCount === 0) this.#rowLine = this.#line;
    if (text[at] !== '"') {
      this.#mode = 'plain';
      return at;
    }
    this.#mode = 'quoted';
    this.#hasQuotes = true;
    this.#quoteLine = this.#line;
    return at + 1;
  }

  #readQuoted(text: string, at: number): number {
    const quote = text.indexOf('"', at);
    const piece = text.slice(at, quote === -1 ? undefined : quote);
    this.#append(piece);
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', end + 1)) this.#line += 1;
    if (quote === -1) return text.length;
    this.#mode = 'after quote';
    return quote + 1;
  }

  #readAfterQuote(text: string, at: number): number {
    if (text[at] === '"') {
      this.#append('"');
      this.#mode = 'quoted';
      return at + 1;
    }
    this.#mode = 'plain';
    if (!/[,\r\n]/.test(text[at] ?? '')) this.#fail(`has text behind the quote that closes a cell; ${ABOUT_QUOTES}`);
    return at;
  }

  #readPlain(text: string, at: number): number {
    SPECIAL.lastIndex = at;
    const end = SPECIAL.exec(text)?.index ?? text.length;
    this.#append(text.slice(at, end));
    const special = text[end];
    if (special === '"') {
      this.#append('"');
      this.#fail(`has a quote in the middle of a cell; ${ABOUT_QUOTES}`);
    } else if (special !== undefined) {
      this.#endCell();
      if (special !== ',') this.#endRow(special);
    }
    return end + 1;
  }

  #append(piece: string): void {
    if (this.#cell.length + piece.length <= this.#limits.cellCharacters) this.#cell += piece;
    else this.#fail(`has a cell of more than ${this.#limits.cellCharacters} characters`);
  }

  #endCell(): void {
    if (this.#cellCount < this.#limits.cells) this.#cells.push(this.#cell);
    this.#cellCount += 1;
    this.#cell = '';
    this.#mode = 'before cell';
  }

  #endRow(ending?: string): void {
    const isBlank = this.#cellCount === 1 && this.#cells[0] === '' && !this.#hasQuotes && !this.#problem;
    const row = { line: this.#rowLine, cells: this.#cells, cellCount: this.#cellCount, problem: this.#problem };
    this.#row = isBlank ? undefined : row;
    this.#isAfterReturn = ending === '\r';
    this.#line += 1;
    this.#cells = [];
    this.#cellCount = 0;
    this.#hasQuotes = false;
    this.#problem = undefined;
  }

  #takeRow(): ScannedRow | undefined {
    const row = this.#row;
    this.#row = undefined;
    return row;
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
  }
}
