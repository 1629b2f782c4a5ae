/** A row that is not imported, by its number in a spreadsheet (the header is row 1), and why. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
}

/** The whole file is refused and nothing of it is imported; the rows that are to blame are named. */
export class FileRefused extends Error {
  override name = 'FileRefused';

  constructor(readonly rows: readonly RefusedRow[]) {
    super(rows.map(({ row, reason }) => `row ${row}: ${reason}`).join('; '));
  }

  /** Refuses for what the file is, not for what one row holds. */
  static asAWhole(reason: string): FileRefused {
    return new FileRefused([{ row: 1, reason }]);
  }
}
